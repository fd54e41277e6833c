import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CueId } from '../../../../kernel/ids.ts'
import { type HubTime, hubTime, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Cue } from '../../wire/words.ts'
import { SeenClock } from '../clock/seen-clock.ts'
import { CUE_IS_OVER } from './cue-inbox.ts'
import { WaitingCues } from './waiting-cues.ts'

const NOW = hubTime(1_000 * MICROS_PER_SECOND)
const ms = (count: number): HubTime => hubTime(NOW + count * MICROS_PER_MS)
const cue = (at: HubTime, n = 1): Cue => ({ id: `cue_${String(n)}` as CueId, at, kind: 'now' })

describe('a cue of a page that sees the class late', () => {
  it('waits until its instant is seen, and is handed out a little ahead of that', () => {
    const waiting = new WaitingCues()
    waiting.add(cue(NOW))
    expect(waiting.take(ms(2700), 3000 * MICROS_PER_MS)).toEqual([])
    expect(waiting.take(ms(2800), 3000 * MICROS_PER_MS)).toEqual([{ cue: cue(NOW), at: ms(3000) }])
    expect([waiting.isEmpty, waiting.take(ms(3500), 3000 * MICROS_PER_MS)]).toEqual([true, []])
  })

  it('plays at once where the page is suddenly in class time, unless it is over', () => {
    const waiting = new WaitingCues()
    waiting.add(cue(ms(-1900), 1))
    waiting.add(cue(ms(-2100), 2))
    expect(waiting.take(NOW, 0).map(({ cue: { id }, at }) => [id, at])).toEqual([['cue_1', NOW]])
    expect(waiting.isEmpty).toBe(true)
  })

  it('is never played before its instant is seen, nor twice, however the picture stops and jumps', () => {
    const day = fc.record({ passes: fc.integer({ min: 20, max: 400 }), delayMs: fc.integer({ min: 0, max: 9000 }), cue: fc.boolean() })
    fc.assert(fc.property(fc.array(day, { maxLength: 80 }), (days) => {
      const waiting = new WaitingCues()
      const played = new Set<string>()
      let [now, n] = [NOW, 0]
      for (const { passes, delayMs, cue: comes } of days) {
        now = hubTime(now + passes * MICROS_PER_MS)
        if (comes) waiting.add(cue(hubTime(now + 60 * MICROS_PER_MS), ++n))
        const delay = delayMs * MICROS_PER_MS
        for (const { cue: { id, at }, at: playAt } of waiting.take(now, delay)) {
          expect(playAt >= now && playAt - delay >= at && now - delay - at <= CUE_IS_OVER).toBe(true)
          expect(played.has(id)).toBe(false)
          played.add(id)
        }
      }
      for (const { cue: { id } } of waiting.take(hubTime(now + 2000 * MICROS_PER_SECOND), 2000 * MICROS_PER_SECOND)) expect(played.has(id)).toBe(false)
    }))
  })
})

describe('the clock of what is seen', () => {
  const look = (clock: SeenClock, atMs: number, delayMs: number): void => clock.saw(ms(atMs - delayMs), ms(atMs))

  it('is class time until there is a stream, and again after it', () => {
    const clock = new SeenClock()
    expect([clock.delay, clock.seenAt(NOW)]).toEqual([0, NOW])
    look(clock, 0, 3000)
    expect(clock.seenAt(NOW)).toBe(ms(-3000))
    clock.forget()
    expect(clock.seenAt(NOW)).toBe(NOW)
  })

  it('smooths what looks differ by, and believes a stop or a jump at once', () => {
    const clock = new SeenClock()
    for (const [step, delayMs] of [3000, 3030, 2980, 3010, 3060].entries()) look(clock, step * 250, delayMs)
    expect(clock.delay).toBe(3010 * MICROS_PER_MS)
    look(clock, 1500, 3260)
    expect(clock.delay).toBe(3260 * MICROS_PER_MS)
    look(clock, 1750, 400)
    expect(clock.delay).toBe(400 * MICROS_PER_MS)
  })

  it('does not believe what lies in the future or hours back', () => {
    const clock = new SeenClock()
    clock.saw(ms(500), NOW)
    expect(clock.delay).toBe(0)
    look(clock, 0, 3_600_000)
    expect(clock.delay).toBe(0)
  })

  it('shows no time that runs backwards: it stands until the picture has come up to it', () => {
    const clock = new SeenClock()
    const shown = [clock.shownAt(NOW)]
    look(clock, 100, 3000)
    for (const at of [100, 1000, 3000, 3200, 4000]) shown.push(clock.shownAt(ms(at)))
    expect(shown).toEqual([NOW, NOW, NOW, NOW, ms(200), ms(1000)])
    clock.startAnew()
    expect(clock.shownAt(ms(4000))).toBe(ms(1000))
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.option(fc.integer({ min: 0, max: 9000 })))), (looks) => {
      const any = new SeenClock()
      let [at, before] = [0, -Infinity]
      for (const [passes, delay] of looks) {
        at += passes
        if (delay === null) any.forget()
        else look(any, at, delay)
        const now = any.shownAt(ms(at))
        expect(now >= before && now <= ms(at)).toBe(true)
        before = now
      }
    }))
  })
})
