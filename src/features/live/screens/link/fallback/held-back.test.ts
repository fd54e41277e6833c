import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../../testkit/hand-clock.ts'
import type { CueId, ItemId } from '../../../../../kernel/ids.ts'
import { type HubTime, later, MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import { Emitter } from '../../../../../ui/emitter.ts'
import { SeenClock } from '../../../rules/clock/seen-clock.ts'
import { beginRun, plannedRun } from '../../../rules/run/run.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import type { Run } from '../../../wire/run.ts'
import type { Cue } from '../../../wire/words.ts'
import type { ClassLink } from '../class-link.ts'
import type { LinkEvent } from '../link-events.ts'
import type { LiveTelemetry } from '../socket-session.ts'
import { HeldBack } from './held-back.ts'
import { PlanCues } from './plan-cues.ts'
import { SeenLink } from './seen-link.ts'

const cue = (at: HubTime, n = 1): Cue => ({ id: `cue_${n}` as CueId, at, kind: 'now' })
const poll: LiveNews = { type: 'poll', poll: null }
const timer: LiveNews = { type: 'timer', timer: null }

function page({ delayMs }: { delayMs: number }) {
  const clock = new HandClock()
  const seen = new SeenClock()
  const see = (ms: number): void => {
    seen.forget()
    if (ms > 0) seen.saw(later(clock.now(), -ms * 1000), clock.now())
  }
  see(delayMs)
  const events = new Emitter<LinkEvent>()
  const told: LiveTelemetry[] = []
  const same = { toHub: (local: number) => local as HubTime, toLocal: (hub: HubTime) => hub as number }
  const link = {
    on: (listener: (event: LinkEvent) => void) => events.on(listener), clock: same as ClassLink['clock'],
    hubNow: () => clock.now(), ageMs: () => 0, tell: (message: LiveTelemetry) => told.push(message),
    send: () => ({ done: Promise.resolve(), kept: Promise.resolve() }),
  } satisfies Record<keyof ConstructorParameters<typeof SeenLink>[0]['link'], unknown>
  const seenLink = new SeenLink({ link: link as unknown as ClassLink, seen })
  const heard: string[] = []
  seenLink.on((event) => { if (event.type === 'news') heard.push(event.news.type) })
  const say = (news: LiveNews): void => events.emit({ type: 'news', news })
  const hold = (): void => { seenLink.holds = new HeldBack({ seen, hubNow: () => clock.now(), timers: clock }, seenLink.known) }
  return { clock, seen, see, seenLink, heard, say, hold, told, events }
}

describe('a page that sees the class late', () => {
  it('hears what belongs to the picture with the picture, in order, and everything else at once', () => {
    const { clock, heard, say, hold } = page({ delayMs: 3000 })
    say({ type: 'run', run: null })
    say(timer)
    hold()
    say({ type: 'run', run: null })
    say(poll)
    clock.advance(1000)
    say(timer)
    expect(heard).toEqual(['run', 'timer', 'poll'])
    clock.advance(2100)
    expect(heard).toEqual(['run', 'timer', 'poll', 'run'])
    clock.advance(1000)
    expect(heard).toEqual(['run', 'timer', 'poll', 'run', 'timer'])
  })

  it('hears the first word of each kind at once: before it the page knows nothing', () => {
    const { clock, heard, say, hold } = page({ delayMs: 3000 })
    hold()
    say({ type: 'run', run: null })
    expect(heard).toEqual(['run'])
    say({ type: 'run', run: null })
    expect(heard).toEqual(['run'])
    clock.advance(3100)
    expect(heard).toEqual(['run', 'run'])
  })

  it('hears everything that was held once it sees the class in time, and when the clock is learned anew', () => {
    const { clock, heard, say, hold, see, events } = page({ delayMs: 30_000 })
    hold()
    for (let word = 0; word < 3; word++) say(timer)
    expect(heard).toHaveLength(1)
    see(0)
    clock.advance(200)
    expect(heard).toHaveLength(3)
    say(timer)
    expect(heard).toHaveLength(4)
    see(30_000)
    say(timer)
    expect(heard).toHaveLength(4)
    events.emit({ type: 'era' })
    expect(heard).toHaveLength(5)
  })

  it('plays a cue when its instant is seen, by the clock of what is seen', () => {
    const { clock, seen, hold, seenLink } = page({ delayMs: 3000 })
    hold()
    const at = later(clock.now(), 60_000)
    const played: number[] = []
    expect(seenLink.holds?.holdsCue(cue(at), (due) => played.push(due.at - at))).toBe(true)
    clock.advance(2700)
    expect(played).toEqual([])
    clock.advance(300)
    expect(played).toEqual([seen.delay])
    expect(seenLink.clock.toLocal(at)).toBe(at + seen.delay)
    expect(seenLink.clock.toHub(at)).toBe(at - seen.delay)
  })

  it('leaves cues alone in class time', () => {
    const { clock, hold, seenLink } = page({ delayMs: 0 })
    hold()
    expect(seenLink.holds?.holdsCue(cue(clock.now()), () => undefined)).toBe(false)
  })

  it('does not tell how a start was kept that was late on purpose', () => {
    const { see, seenLink, told, clock } = page({ delayMs: 3000 })
    const started = { type: 'started', id: 'tmr_aaaaaaaaaaaaaaaa', at: clock.now() } as unknown as LiveTelemetry
    seenLink.tell(started)
    expect(told).toEqual([])
    see(0)
    seenLink.tell(started)
    expect(told).toEqual([started])
  })
})

describe('a page that is alone with the plan', () => {
  const START = new HandClock().now()
  const id = (letter: string): ItemId => `item_${letter.repeat(16)}` as ItemId
  const run: Run = beginRun(plannedRun({ objective: '', items: [
    { id: id('a'), title: 'a', kind: 'practice', seconds: 20, overrun: 'cut', cues: [{ at: 5, word: 'five' }, { at: 10, word: 'ten' }], poll: null, music: null },
    { id: id('b'), title: 'b', kind: 'practice', seconds: 20, overrun: 'cut', cues: [{ at: 1, word: 'next' }], poll: null, music: null },
  ] }), START)

  function alone() {
    const clock = new HandClock()
    const box = { isHeard: true }
    const given: string[] = []
    const cues = new PlanCues({
      run: () => run, now: () => clock.now(), isAlone: () => !box.isHeard, timers: clock,
      give: (at, word) => given.push(`${word} at ${(at - START) / MICROS_PER_SECOND}, ${Math.round((at - clock.now()) / 1000)} ms ahead`),
    })
    return { clock, box, given, cues }
  }

  it('gives its cues ahead of their instants, into the next item that begins by itself', () => {
    const { clock, box, given } = alone()
    box.isHeard = false
    clock.advance(25_000)
    expect(given).toEqual(['five at 5, 200 ms ahead', 'ten at 10, 200 ms ahead', 'next at 21, 200 ms ahead'])
  })

  it('gives none while the box is heard, nor afterwards what the box gave before', () => {
    const { clock, box, given, cues } = alone()
    clock.advance(5500)
    box.isHeard = false
    clock.advance(3000)
    expect(given).toEqual([])
    clock.advance(3000)
    expect(given).toEqual(['ten at 10, 200 ms ahead'])
    box.isHeard = true
    clock.advance(10_000)
    cues.end()
    box.isHeard = false
    clock.advance(10_000)
    expect(given).toHaveLength(1)
  })
})
