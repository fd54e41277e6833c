import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeatId } from '../../../kernel/ids.ts'
import { Rung, RungCause } from '../../../kernel/ladder.ts'
import { hubTime, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { RosterLine } from '../wire/words.ts'
import { attentionOf, CHECK_MATTERS, CHECK_WAITS, HAND_WAITS, MOST_NEEDING, needing, NO_PICTURE_WAITS, NO_SOUND_WAITS, PRACTICE_WAITS, REASONS, UNPREPARED_WAITS } from './attention.ts'
import type { AttentionContext } from './attention.ts'

const line = (over: Partial<RosterLine> = {}): RosterLine => ({
  seat: 'seat_aaaaaaaaaaaaaaaa' as SeatId, name: null, kind: 'elsewhere', headphones: false, link: 'good',
  linkMs: 4, cueMs: 40, videoMs: 90, handSince: null, reps: 0, ready: true, standing: 'welcome', actedAt: null, rung: null, jitterMs: null, prepared: null, ...over,
})
const quiet: AttentionContext = { checkSince: null, practiceSince: null, liveSince: null }
const start = hubTime(1000 * MICROS_PER_SECOND)
const after = (micros: number) => hubTime(start + micros)
const why = (over: Partial<RosterLine>, context = quiet, now = start) => attentionOf(line(over), now, context)?.why

describe('who needs somebody', () => {
  it('is nobody who is well', () => {
    expect(why({})).toBeUndefined()
    expect(why({ link: 'arriving', ready: false }, { ...quiet, checkSince: start, practiceSince: start }, after(PRACTICE_WAITS))).toBeUndefined()
  })

  it('is whose cue came later than the limit, and nobody whose cue came at it', () => {
    expect(why({ cueMs: 150 })).toBeUndefined()
    expect(why({ cueMs: 151 })).toBe('cue-late')
  })

  it('is whose link is gone, asleep, or without a data channel', () => {
    expect([why({ link: 'gone', cueMs: 500 }), why({ link: 'asleep', cueMs: 500 }), why({ link: 'socket' })]).toEqual(['gone', 'asleep', 'socket'])
  })

  it('is whose hand has waited for a minute', () => {
    expect(why({ handSince: start }, quiet, after(HAND_WAITS - 1))).toBeUndefined()
    expect(why({ handSince: start }, quiet, after(HAND_WAITS))).toBe('hand')
    expect(attentionOf(line({ handSince: start, link: 'gone' }), after(HAND_WAITS), quiet)).toMatchObject({ why: 'hand', since: start })
  })

  it('is who is awake and has not answered the live check in time, for as long as that matters', () => {
    const check = { ...quiet, checkSince: start }
    expect(why({ ready: false }, check, after(CHECK_WAITS - 1))).toBeUndefined()
    expect(why({ ready: false }, check, after(CHECK_WAITS))).toBe('not-ready')
    expect(why({ ready: true }, check, after(CHECK_WAITS))).toBeUndefined()
    expect(why({ ready: false, link: 'asleep' }, check, after(CHECK_WAITS))).toBe('asleep')
    expect(why({ ready: false }, check, after(CHECK_MATTERS))).toBeUndefined()
  })

  it('is who has been silent through three minutes of a practice, counted from their last act in it', () => {
    const practice = { ...quiet, practiceSince: start }
    expect(why({}, practice, after(PRACTICE_WAITS - 1))).toBeUndefined()
    expect(why({}, practice, after(PRACTICE_WAITS))).toBe('silent')
    expect(why({ actedAt: after(1) }, practice, after(PRACTICE_WAITS))).toBeUndefined()
    expect(why({ actedAt: hubTime(start - 1) }, practice, after(PRACTICE_WAITS))).toBe('silent')
  })

  it('is who has had no sound, or no picture, for longer than passes by itself', () => {
    const on = (rung: Rung) => ({ rung: { rung, cause: 'link', since: start, way: 'webrtc' } as const })
    for (const rung of ['cues', 'plan'] as const) {
      expect(why(on(rung), quiet, after(NO_SOUND_WAITS - 1))).toBeUndefined()
      expect(attentionOf(line(on(rung)), after(NO_SOUND_WAITS), quiet)).toMatchObject({ why: 'no-sound', since: start })
    }
    expect(why(on('audio'), quiet, after(NO_PICTURE_WAITS - 1))).toBeUndefined()
    expect(why(on('audio'), quiet, after(NO_PICTURE_WAITS))).toBe('no-picture')
    for (const rung of ['full', 'low', 'still'] as const) expect(why(on(rung), quiet, after(NO_PICTURE_WAITS))).toBeUndefined()
  })

  it('is nobody who gets what they asked for, or all that the class has', () => {
    for (const cause of ['asked', 'source'] as const) {
      expect(why({ rung: { rung: 'cues', cause, since: start, way: null } }, quiet, after(NO_PICTURE_WAITS))).toBeUndefined()
    }
  })

  it('is nobody without a data channel who hears and sees the class another way', () => {
    expect(why({ link: 'socket', rung: { rung: 'full', cause: 'blocked', since: start, way: 'hls' } }, quiet, after(NO_PICTURE_WAITS))).toBeUndefined()
  })

  it('is whose phone lacks what the plan needs, once the class has been on for a while', () => {
    const live = { ...quiet, liveSince: start }
    expect(why({ prepared: { have: 3, of: 4 } }, quiet, after(UNPREPARED_WAITS))).toBeUndefined()
    expect(why({ prepared: { have: 3, of: 4 } }, live, after(UNPREPARED_WAITS - 1))).toBeUndefined()
    expect(why({ prepared: { have: 3, of: 4 } }, live, after(UNPREPARED_WAITS))).toBe('unprepared')
    expect([why({ prepared: { have: 4, of: 4 } }, live, after(UNPREPARED_WAITS)), why({ prepared: null }, live, after(UNPREPARED_WAITS))]).toEqual([undefined, undefined])
  })

  it('is nobody who was sent out', () => {
    expect([why({ standing: 'removed', link: 'gone' }), why({ standing: 'blocked', link: 'gone' })]).toEqual([undefined, undefined])
  })

  it('knows nothing of waiting while the page knows no shared time', () => {
    expect(attentionOf(line({ handSince: start }), null, quiet)).toBeUndefined()
  })
})

describe('the three who need somebody now', () => {
  it('are the gravest, and among equals those who have waited longest', () => {
    const lines = [
      line({ name: 'asleep', link: 'asleep' }), line({ name: 'late', cueMs: 300 }),
      line({ name: 'second hand', handSince: after(2) }), line({ name: 'first hand', handSince: after(1) }), line({ name: 'gone', link: 'gone' }),
    ]
    expect(needing(lines, after(HAND_WAITS + 10), quiet).map((one) => one.line.name)).toEqual(['first hand', 'second hand', 'gone'])
  })

  it('are at most three, each once, each truly in need, and nobody left out has a graver reason', () => {
    const time = fc.option(fc.nat(600).map((seconds) => after(seconds * MICROS_PER_SECOND)), { nil: null })
    const lines = fc.uniqueArray(fc.record({
      seat: fc.integer({ min: 0, max: 99 }).map((n) => `seat_${n}` as SeatId),
      link: fc.constantFrom<RosterLine['link']>('arriving', 'good', 'socket', 'asleep', 'gone'), cueMs: fc.option(fc.nat(400), { nil: null }),
      rung: fc.option(fc.record({ rung: fc.constantFrom(...Rung.options), cause: fc.constantFrom(...RungCause.options), since: fc.nat(600).map((seconds) => after(seconds * MICROS_PER_SECOND)), way: fc.constant(null) }), { nil: null }),
      prepared: fc.option(fc.record({ have: fc.nat(3), of: fc.constant(3) }), { nil: null }),
      handSince: time, actedAt: time, ready: fc.boolean(), standing: fc.constantFrom<RosterLine['standing']>('welcome', 'muted', 'removed', 'blocked'),
    }).map(line), { selector: ({ seat }) => seat })
    fc.assert(fc.property(lines, fc.record({ checkSince: time, practiceSince: time, liveSince: time }), fc.nat(900), (all, context, seconds) => {
      const now = after(seconds * MICROS_PER_SECOND)
      const shown = needing(all, now, context)
      const everybody = needing(all, now, context, all.length)
      expect(shown).toEqual(everybody.slice(0, MOST_NEEDING))
      expect(new Set(everybody.map((one) => one.line.seat)).size).toBe(everybody.length)
      for (const one of all) {
        const named = everybody.find((other) => other.line.seat === one.seat)
        expect(named?.why).toBe(attentionOf(one, now, context)?.why)
      }
      const gravity = everybody.map((one) => REASONS.indexOf(one.why))
      expect(gravity).toEqual(gravity.toSorted((a, b) => a - b))
    }))
  })
})
