import type { Track } from '../../wire/words.ts'

/** What can be asked of a stream, by name. `aac`: the sound once more, for players without Opus. */
export type Rendition = Track | 'aac'
export type StreamFile =
  | { readonly type: 'main' }
  | { readonly type: 'playlist'; readonly of: Rendition }
  /** `hash`: the beginning of a SHA-256, hex; another content has another name. */
  | { readonly type: 'segment'; readonly of: Rendition; readonly number: number; readonly hash: string }
  | { readonly type: 'init'; readonly of: Rendition; readonly hash: string }

export const MAIN_PLAYLIST = 'main.m3u8'
/** 48 bits tell a segment from another one of the same class and number. */
export const HASH_LETTERS = 12
const SEGMENT = /^(video|audio|aac)-(0|[1-9][0-9]{0,8})-([0-9a-f]{12})\.m4s$/
const INIT = /^(video|audio|aac)-init-([0-9a-f]{12})\.mp4$/
const PLAYLIST = /^(video|audio|aac)\.m3u8$/

export function playlistName(of: Rendition): string {
  return `${of}.m3u8`
}

export function segmentName(of: Rendition, number: number, hash: string): string {
  return `${of}-${number}-${hash.slice(0, HASH_LETTERS)}.m4s`
}

export function initName(of: Rendition, hash: string): string {
  return `${of}-init-${hash.slice(0, HASH_LETTERS)}.mp4`
}

/** What a name asks for; undefined when it is the name of nothing. */
export function parseStreamFile(name: string): StreamFile | undefined {
  if (name === MAIN_PLAYLIST) return { type: 'main' }
  const playlist = PLAYLIST.exec(name)?.[1]
  if (playlist !== undefined) return { type: 'playlist', of: playlist as Rendition } // The pattern names the three.
  const init = INIT.exec(name)
  if (init?.[1] !== undefined && init[2] !== undefined) return { type: 'init', of: init[1] as Rendition, hash: init[2] }
  const segment = SEGMENT.exec(name)
  if (segment?.[1] === undefined || segment[3] === undefined) return undefined
  return { type: 'segment', of: segment[1] as Rendition, number: Number(segment[2]), hash: segment[3] }
}
