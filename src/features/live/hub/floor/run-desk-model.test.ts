import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { Overrun, RunMove } from '../../wire/run.ts'
import { scheduleOf } from '../../rules/run/run.ts'
import type { Schedule } from '../../rules/run/run.ts'
import { setPlan } from '../run/set-plan.ts'

/**
 * A class that follows its plan while hosts press at random and the box dies at random. Whatever it is:
 * 1. everybody's page holds the same run at every instant, those that came late included;
 * 2. what was kept is where a restart goes on, to the second;
 * 3. a cue of an item is given once for each time the item begins from its start, and never left out
 *    of a stretch that passed it; one that was sent ahead of an item that then did not begin is not called back.
 */
type Act =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'press'; readonly what: 'next' | 'go-to' | 'skip' | 'extend' | 'hold' | 'go-on'; readonly which: number; readonly seconds: number }
  | { readonly do: 'restart' }

const CUES = [0, 2, 7, 11]
const shapes = fc.array(fc.record({ seconds: fc.integer({ min: 12, max: 40 }), overrun: fc.constantFrom<Overrun>('absorb', 'push', 'cut') }), { minLength: 2, maxLength: 5 })
const wait = fc.record({ do: fc.constant('wait' as const), ms: fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1000, max: 25_000 })) })
const press = fc.record({
  do: fc.constant('press' as const), what: fc.constantFrom('next' as const, 'go-to' as const, 'skip' as const, 'extend' as const, 'hold' as const, 'go-on' as const),
  which: fc.nat({ max: 4 }), seconds: fc.integer({ min: -10, max: 60 }),
})

class Story {
  readonly world = new LobbyWorld()
  readonly count: number
  pages: MemorySocket[]
  #now: Schedule | undefined
  /** How often each item began from its start. */
  readonly begun = new Map<string, number>()

  constructor(items: readonly { seconds: number; overrun: Overrun }[]) {
    const { world } = this
    this.count = items.length
    const plan = items.map(({ seconds, overrun }, index) => ({
      id: newId('item', world.crypto), title: `Item ${index}`, kind: 'talk' as const, seconds, overrun, poll: null, music: null,
      cues: CUES.map((at) => ({ at, word: `${index} ${at}` })),
    }))
    setPlan(world.deps, world.made.code, { objective: '', items: plan }, world.host.id)
    this.pages = [world.studio(), world.learner()]
    world.begin()
    this.#see()
  }

  play(one: Act): void {
    if (one.do === 'wait') for (let left = one.ms; left > 0; left -= 500) this.#step(Math.min(500, left))
    else if (one.do === 'press') this.#press(one)
    else this.#restart()
    this.#see()
  }

  schedules(): (Schedule | null)[] {
    return this.pages.map((page) => this.#read(page))
  }

  given(): Map<string, number> {
    const words = this.pages[1]?.all('cue').map(({ cue }) => cue.word ?? '') ?? []
    return Map.groupBy(words, (word) => word).entries().reduce((counts, [word, all]) => counts.set(word, all.length), new Map<string, number>())
  }

  #step(ms: number): void {
    this.world.clock.advance(ms)
    this.#see()
  }

  #press({ what, which, seconds }: Extract<Act, { do: 'press' }>): void {
    const [host] = this.pages
    const run = host?.last('run')?.run
    const item = run?.items[which % this.count]?.id
    if (!host || !run || !item) throw new Error('no run')
    const move: RunMove = what === 'extend' ? { do: what, item, seconds } : what === 'go-to' || what === 'skip' ? { do: what, item } : { do: what }
    host.command({ type: 'move-run', revision: scheduleOf(run, this.world.clock.now()).run.revision, move })
  }

  #restart(): void {
    this.world.clock.advance(250) // So that all is kept.
    this.#see()
    const before = this.schedules()[0]
    this.world.crashAndRestart()
    this.pages = [this.world.studio(), this.world.learner()]
    expect(this.schedules()[0]).toEqual(before)
  }

  #read(page: MemorySocket): Schedule | null {
    const run = page.last('run')?.run
    return run ? scheduleOf(run, this.world.clock.now()) : null
  }

  #see(): void {
    const [first, ...others] = this.schedules()
    for (const other of others) expect(other).toEqual(first)
    if (!first) throw new Error('no run')
    const before = this.#now
    this.#now = first
    const on = first.current?.item
    const isFresh = on && on.id !== before?.current?.item.id && (first.run.line.position === 0)
    if (on && isFresh) this.begun.set(on.title, (this.begun.get(on.title) ?? 0) + 1)
  }
}

function play(acts: readonly Act[], story: Story): void {
  for (const one of acts) story.play(one)
}

it('is where its record says it is, for everybody, whatever is pressed and however often the box dies', () => {
  fc.assert(fc.property(shapes, fc.array(fc.oneof(wait, press, fc.constant<Act>({ do: 'restart' })), { minLength: 3, maxLength: 15 }), (items, acts) => {
    const story = new Story(items)
    try {
      play(acts, story)
      expect(story.world.faults).toEqual([])
    } finally {
      story.world[Symbol.dispose]()
    }
  }), { numRuns: 8 })
}, 60_000)

it('gives every cue once for each time its item begins, whatever is pressed', () => {
  fc.assert(fc.property(shapes, fc.array(fc.oneof(wait, press), { minLength: 3, maxLength: 25 }), (items, acts) => {
    const story = new Story(items)
    try {
      play(acts, story)
      const given = story.given()
      const someEnd = items.some(({ overrun }) => overrun === 'cut')
      for (const [word, times] of given) {
        const [index = '', at] = word.split(' ')
        // The first cue after an item that ends by itself leaves ahead of that end, which a press may still prevent.
        const ahead = at === '0' && someEnd ? 1 : 0
        expect(times, `cue ${word}`).toBeLessThanOrEqual((story.begun.get(`Item ${index}`) ?? 0) + ahead)
      }
      for (const { item } of story.schedules()[0]?.lines ?? []) {
        const passed = CUES.filter((at) => item.ran !== null && item.state === 'done' && item.ran > at * 1_000_000)
        for (const at of passed) expect(given.get(`${item.title.replace('Item ', '')} ${at}`) ?? 0, `${item.title} ran past ${at}`).toBeGreaterThanOrEqual(1)
      }
    } finally {
      story.world[Symbol.dispose]()
    }
  }), { numRuns: 12 })
}, 60_000)
