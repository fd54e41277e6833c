import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ItemId } from '../../../../kernel/ids.ts'
import { type HubTime, hubTime, later, type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Overrun, Plan, PlanItem, Run, RunItem, RunMove } from '../../wire/run.ts'
import { Run as RunWords } from '../../wire/run.ts'
import { MovedBody } from '../../wire/run-entries.ts'
import { eventOf, movedOf } from './moved.ts'
import { applyRun, beginRun, decideRun, plannedRun, runAt, scheduleOf } from './run.ts'
import type { RunEvent, Schedule } from './run.ts'

/**
 * A class in which anything happens: hosts press at random, time passes, the box dies and comes back
 * from its record, pages hear late. Whatever it is, the numbered invariants of `run.ts` hold.
 */
type Act =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'press'; readonly what: RunMove['do']; readonly which: number; readonly seconds: number; readonly stale: boolean }
  | { readonly do: 'restart' }
  | { readonly do: 'hear'; readonly page: number; readonly most: number }

const START = hubTime(5_000_000)
const PAGES = 3

const length = fc.integer({ min: 5, max: 90 })
const items = fc.array(fc.record({ seconds: length, overrun: fc.constantFrom<Overrun>('absorb', 'push', 'cut') }), { minLength: 1, maxLength: 7 })
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 70_000 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('press' as const),
      what: fc.constantFrom<RunMove['do']>('next', 'next', 'go-to', 'skip', 'extend', 'insert', 'hold', 'go-on'),
      which: fc.nat({ max: 9 }), seconds: fc.integer({ min: -60, max: 120 }), stale: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'restart' }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('hear' as const), page: fc.nat({ max: PAGES - 1 }), most: fc.integer({ min: 1, max: 9 }) }) },
)

const itemId = (n: number): ItemId => `item_${'abcdefghijklmnop'.replaceAll(/./g, (letter, place: number) => (place > 13 ? String.fromCodePoint(97 + Math.floor(n / 26 ** (15 - place)) % 26) : letter))}` as ItemId
const planItem = (n: number, seconds: number, overrun: Overrun): PlanItem => ({ id: itemId(n), title: `Item ${n}`, kind: 'talk', seconds, overrun, cues: [], poll: null, music: null })

class Story {
  readonly plan: Plan
  readonly record: string[] = []
  /** What each page holds, and how many of the events it has heard. */
  readonly pages: { run: Run; heard: number }[]
  readonly events: RunEvent[] = []
  run: Run
  now: HubTime = START
  #made = 0

  constructor(shapes: readonly { seconds: number; overrun: Overrun }[]) {
    this.plan = { objective: '', items: shapes.map(({ seconds, overrun }) => planItem(this.#made++, seconds, overrun)) }
    this.run = beginRun(plannedRun(this.plan), START)
    this.pages = Array.from({ length: PAGES }, () => ({ run: this.run, heard: 0 }))
  }

  play(one: Act): void {
    switch (one.do) {
      case 'wait': this.#wait(one.ms * MICROS_PER_MS); return
      case 'press': this.#press(one); return
      case 'restart': this.run = this.replayed(); return
      case 'hear': this.#hear(one.page, one.most); return
    }
  }

  /** The run as the record alone gives it. */
  replayed(): Run {
    const from = beginRun(plannedRun(this.plan), START)
    return this.record.reduce((run, line) => {
      const { body, item } = JSON.parse(line) as { body: unknown; item?: PlanItem }
      return applyRun(run, eventOf(MovedBody.parse(body), item))
    }, from)
  }

  hearAll(): void {
    for (const page of this.pages.keys()) this.#hear(page, this.events.length)
  }

  #hear(index: number, most: number): void {
    const page = this.pages[index]
    if (!page) return
    for (const event of this.events.slice(page.heard, page.heard + most)) page.run = applyRun(page.run, event)
    page.heard = Math.min(this.events.length, page.heard + most)
  }

  #wait(span: Micros): void {
    const before = scheduleOf(this.run, this.now)
    this.now = later(this.now, span)
    const after = scheduleOf(this.run, this.now)
    const passed = ledger(after) - ledger(before)
    if (before.current === null || before.held) expect(passed).toBe(0)
    else if (after.current !== null) expect(passed, 'time is not lost').toBe(span)
    else expect(passed).toBeLessThanOrEqual(span)
    checkEndHolds(before, after)
  }

  #press({ what, which, seconds, stale }: Extract<Act, { do: 'press' }>): void {
    const before = scheduleOf(this.run, this.now)
    const move = this.#moveOf(what, which, seconds)
    const decision = decideRun(this.run, { revision: before.run.revision - (stale && which > 6 ? 1 : 0), move }, this.now)
    if (!decision.ok || decision.events.length === 0) return
    expect(stale && which > 6, 'who looked at an older run changes nothing').toBe(false)
    for (const event of decision.events) {
      this.run = applyRun(this.run, event)
      this.events.push(event)
      const moved = movedOf(event)
      if (moved) this.record.push(JSON.stringify({ body: moved.body, ...moved.private }))
    }
    const after = scheduleOf(this.run, this.now)
    expect(after.run.revision, 'one change, one revision').toBe(before.run.revision + 1)
    expect(ledger(after), 'a press takes no time').toBe(ledger(before))
    checkPast(before.run.items, after.run, move)
    if (move.do === 'next' && before.current !== null && before.remaining === 0 && after.endsAt !== null) expect(after.endsAt).toBe(before.endsAt)
  }

  #moveOf(what: RunMove['do'], which: number, seconds: number): RunMove {
    const item = this.run.items[which % this.run.items.length]?.id ?? itemId(0)
    switch (what) {
      case 'next': case 'hold': case 'go-on': return { do: what }
      case 'go-to': case 'skip': return { do: what, item }
      case 'extend': return { do: what, item, seconds }
      case 'insert': return { do: what, after: which % 2 === 0 ? null : item, item: planItem(this.#made++, 30, 'push') }
    }
  }
}

/** All the time that items ran, up to now. */
function ledger({ run, elapsed }: Schedule): Micros {
  return run.items.reduce((sum, { ran }) => sum + (ran ?? 0), elapsed)
}

/** The end moves back only by what nobody can give (5), or because an item pushes. */
function checkEndHolds(before: Schedule, after: Schedule): void {
  if (before.current?.item.id !== after.current?.item.id || before.held) return
  if (before.current?.item.overrun !== 'absorb' || before.endsAt === null || after.endsAt === null) return
  expect(after.endsAt).toBeGreaterThanOrEqual(before.endsAt)
  if (after.endsAt === before.endsAt) return
  for (const { item, state } of after.lines) {
    if (state !== 'ahead') continue
    if (item.overrun === 'cut' && (item.ran ?? 0) > 0) continue // Keeps what it has left.
    const planned = item.seconds * MICROS_PER_SECOND
    expect(item.length, 'somebody had time to give').toBeLessThanOrEqual(Math.max(Math.ceil(planned / 3), Math.min(planned, 30 * MICROS_PER_SECOND), item.ran ?? 0))
  }
}

/** What is done stays as it is, unless somebody goes back to it (4). */
function checkPast(before: readonly RunItem[], after: Run, move: RunMove): void {
  for (const item of before) {
    if (item.state !== 'done' || (move.do === 'go-to' && move.item === item.id)) continue
    expect(after.items.find(({ id }) => id === item.id)).toEqual(item)
  }
}

function checkSchedule(schedule: Schedule): void {
  const { run, lines, current } = schedule
  RunWords.parse(run)
  expect(run.items.filter(({ state }) => state === 'now')).toHaveLength(run.current === null ? 0 : 1)
  if (run.current !== null) {
    expect(run.items[run.current]?.state).toBe('now')
    expect(run.items.slice(0, run.current).every(({ state }) => state === 'done' || state === 'skipped')).toBe(true)
    expect(current?.from).toBe(lines.find(({ from }) => from !== null)?.from)
  }
  const set = lines.filter(({ from }) => from !== null)
  for (const [index, line] of set.entries()) {
    expect(line.length).toBeGreaterThanOrEqual(0)
    const next = set[index + 1]
    expect(Number(line.from) + line.length, 'no gap, no overlap').toBe(next ? next.from : schedule.endsAt)
  }
}

it('keeps its invariants whatever is pressed, however late pages hear of it, and comes back from its record as it was', () => {
  fc.assert(fc.property(items, fc.array(act, { minLength: 3, maxLength: 40 }), (shapes, acts) => {
    const story = new Story(shapes)
    for (const one of acts) {
      story.play(one)
      checkSchedule(scheduleOf(story.run, story.now))
      expect(scheduleOf(story.replayed(), story.now)).toEqual(scheduleOf(story.run, story.now))
    }
    story.hearAll()
    for (const { run } of story.pages) expect(scheduleOf(run, story.now)).toEqual(scheduleOf(story.run, story.now))
  }), { numRuns: 300 })
})

it('reads the same off the clock whether it was read before or not', () => {
  fc.assert(fc.property(items, fc.array(fc.integer({ min: 0, max: 400_000 }), { minLength: 1, maxLength: 6 }), (shapes, instants) => {
    const { run } = new Story(shapes)
    const times = instants.map((ms) => later(START, ms * MICROS_PER_MS)).toSorted((a, b) => a - b)
    const stepwise = times.reduce(runAt, run)
    const last = times.at(-1) ?? START
    expect(stepwise).toEqual(runAt(run, last))
  }), { numRuns: 200 })
})

it('costs nothing to press next by mistake and go back: the end is where it would have been', () => {
  const moment = fc.record({ atMs: fc.integer({ min: 0, max: 200_000 }), backAfterMs: fc.integer({ min: 0, max: 4999 }) })
  fc.assert(fc.property(items, moment, (shapes, { atMs, backAfterMs }) => {
    const { run } = new Story(shapes)
    const pressed = later(START, atMs * MICROS_PER_MS)
    const returned = later(pressed, backAfterMs * MICROS_PER_MS)
    const untouched = scheduleOf(run, returned)
    const { current, next } = scheduleOf(run, pressed)
    fc.pre(current !== null && next !== null && untouched.current?.item.id === current.item.id && untouched.remaining > 0)

    const wrong = applyRun(run, { type: 'entered', at: pressed, item: next?.item.id ?? itemId(0) })
    const back = scheduleOf(applyRun(wrong, { type: 'entered', at: returned, item: current?.item.id ?? itemId(0) }), returned)
    expect(back.endsAt).toBe(untouched.endsAt)
    expect(back.current?.item.id).toBe(current?.item.id)
  }), { numRuns: 300 })
})
