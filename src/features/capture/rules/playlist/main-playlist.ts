import { quoted } from './attributes.ts'

/** A rendition of the sound. `group` names it in the playlist. */
export type SoundRendition = { readonly group: string; readonly uri: string; readonly codecs: readonly string[]; readonly rate: Rate }
export type PictureRendition = { readonly uri: string; readonly codecs: readonly string[]; readonly size: { readonly width: number; readonly height: number } | null; readonly rate: Rate }

/** Bits a second: of the densest segment, and over all. */
export type Rate = { readonly peak: number; readonly average: number }

/** What can be played: one picture or none, with each sound; the first sound is the one to choose. */
export type MainPlaylist = { readonly picture: PictureRendition | null; readonly sounds: readonly SoundRendition[] }

/**
 * A main (multivariant) playlist by draft-pantos-hls-rfc8216bis-17: a variant per sound, so that a player
 * chooses by codecs alone. Without a picture each sound is a variant of its own.
 */
export function writeMainPlaylist({ picture, sounds }: MainPlaylist): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']
  if (picture === null) {
    for (const { uri, codecs, rate } of sounds) lines.push(`#EXT-X-STREAM-INF:${variant([rate], codecs)}`, uri)
    return `${lines.join('\n')}\n`
  }
  for (const { group, uri } of sounds) {
    lines.push(`#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=${quoted(group)},NAME=${quoted(group)},DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI=${quoted(uri)}`)
  }
  const size = picture.size === null ? '' : `,RESOLUTION=${picture.size.width}x${picture.size.height}`
  if (sounds.length === 0) lines.push(`#EXT-X-STREAM-INF:${variant([picture.rate], picture.codecs)}${size}`, picture.uri)
  for (const { group, codecs, rate } of sounds) {
    lines.push(`#EXT-X-STREAM-INF:${variant([picture.rate, rate], [...picture.codecs, ...codecs])}${size},AUDIO=${quoted(group)}`, picture.uri)
  }
  return `${lines.join('\n')}\n`
}

function variant(rates: readonly Rate[], codecs: readonly string[]): string {
  const sum = (of: (rate: Rate) => number): number => Math.max(1, Math.ceil(rates.reduce((all, rate) => all + of(rate), 0)))
  return `BANDWIDTH=${sum(({ peak }) => peak)},AVERAGE-BANDWIDTH=${sum(({ average }) => average)},CODECS=${quoted([...new Set(codecs)].join(','))}`
}
