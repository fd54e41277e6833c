import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../../../../fixtures/playlists/valid/playlists.json' with { type: 'json' }
import names from '../../../../../fixtures/playlists/invalid/names.json' with { type: 'json' }
import { checkMediaPlaylist } from '../../../../../testkit/streams/check-playlist.ts'
import { writeMainPlaylist } from './main-playlist.ts'
import type { MainPlaylist } from './main-playlist.ts'
import { roundedSeconds, targetSecondsOf, writeMediaPlaylist } from './media-playlist.ts'
import type { MediaPlaylist, PlaylistSegment } from './media-playlist.ts'
import { initName, parseStreamFile, playlistName, segmentName } from './stream-files.ts'
import type { Rendition } from './stream-files.ts'

describe('golden playlists', () => {
  it.each(vectors.media)('are written as they stand: $name', ({ given, text }) => {
    expect(writeMediaPlaylist(given as MediaPlaylist)).toBe(text.join('\n'))
  })

  it.each(vectors.main)('are written as they stand: $name', ({ given, text }) => {
    expect(writeMainPlaylist(given as MainPlaylist)).toBe(text.join('\n'))
  })
})

const hash = fc.stringMatching(/^[0-9a-f]{12}$/)
const wall = fc.integer({ min: 0, max: Date.UTC(2100, 0) })
/** A class as it grows: every segment with the length, the break and the init segment it came with. */
const film = fc.array(fc.record({ duration: fc.integer({ min: 1, max: 9_000_000 }), discontinuity: fc.boolean(), init: fc.constantFrom('aaaaaaaaaaaa', 'bbbbbbbbbbbb'), hash }), { minLength: 1, maxLength: 40 })

function playlistOf(all: readonly PlaylistSegment[], first: number, last: number, kind: MediaPlaylist['kind']): MediaPlaylist {
  const before = all.slice(0, first + 1).filter(({ discontinuity }) => discontinuity).length
  return { kind, isOver: kind === 'whole', targetSeconds: targetSecondsOf(all.map(({ duration }) => duration)), mediaSequence: first, discontinuitySequence: before, segments: all.slice(first, last + 1) }
}

const lines = (made: readonly { duration: number; discontinuity: boolean; init: string; hash: string }[], start: number): PlaylistSegment[] => {
  let at = start
  return made.map(({ duration, discontinuity, init, hash: part }, index) => {
    const segment = { uri: segmentName('video', index, part), init: initName('video', init), duration, wall: at, discontinuity }
    at += duration / 1000
    return segment
  })
}

describe('whatever a class is cut into', () => {
  it('its playlists keep every rule of the format', () => {
    fc.assert(fc.property(film, wall, fc.constantFrom<MediaPlaylist['kind']>('window', 'event', 'whole'), (made, start, kind) => {
      const all = lines(made, start)
      expect(checkMediaPlaylist(writeMediaPlaylist(playlistOf(all, 0, all.length - 1, kind)))).toEqual([])
    }))
  })

  it('a window that moves on never goes back, keeps each segment its number, its name and its place among the discontinuities', () => {
    fc.assert(fc.property(film, wall, fc.integer({ min: 1, max: 8 }), (made, start, width) => {
      const all = lines(made, start)
      const seen = new Map<number, string>()
      for (let last = 0; last < all.length; last++) {
        const first = Math.max(0, last - width + 1)
        const text = writeMediaPlaylist(playlistOf(all, first, last, 'window'))
        for (const { number, discontinuities, uri, wall: at } of readLines(text)) {
          const facts = `${discontinuities} ${uri} ${at}`
          expect(seen.get(number) ?? facts).toBe(facts)
          seen.set(number, facts)
        }
      }
      expect(seen.size).toBe(all.length)
    }))
  })

  it('no segment is longer than the target duration says', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 100_000_000 })), (durations) => {
      const target = targetSecondsOf(durations)
      for (const duration of durations) expect(roundedSeconds(duration)).toBeLessThanOrEqual(target)
      expect(target).toBeGreaterThanOrEqual(2)
    }))
  })
})

/** Each segment with its number and how many discontinuities lie up to it, as a player counts them. */
function readLines(text: string): { number: number; discontinuities: number; uri: string; wall: string }[] {
  let number = Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1])
  let discontinuities = Number(/DISCONTINUITY-SEQUENCE:(\d+)/.exec(text)?.[1])
  let at = ''
  return text.split('\n').flatMap((line) => {
    if (line === '#EXT-X-DISCONTINUITY') discontinuities++
    if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) at = line
    return line === '' || line.startsWith('#') ? [] : [{ number: number++, discontinuities, uri: line, wall: at }]
  })
}

describe('names of files', () => {
  it('say what they are the name of', () => {
    const rendition = fc.constantFrom<Rendition>('video', 'audio', 'aac')
    fc.assert(fc.property(rendition, fc.integer({ min: 0, max: 999_999_999 }), fc.stringMatching(/^[0-9a-f]{64}$/), (of, number, whole) => {
      expect(parseStreamFile(segmentName(of, number, whole))).toEqual({ type: 'segment', of, number, hash: whole.slice(0, 12) })
      expect(parseStreamFile(initName(of, whole))).toEqual({ type: 'init', of, hash: whole.slice(0, 12) })
      expect(parseStreamFile(playlistName(of))).toEqual({ type: 'playlist', of })
    }))
  })

  it.each(names.map(({ name, why }) => [name, why] as const))('%j is none: %s', (name) => {
    expect(parseStreamFile(name)).toBeUndefined()
  })

  it('never fail to be read', () => {
    fc.assert(fc.property(fc.string(), (name) => {
      const file = parseStreamFile(name)
      expect(file === undefined || typeof file.type === 'string').toBe(true)
    }))
  })
})
