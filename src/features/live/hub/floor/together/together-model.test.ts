import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Device } from '../../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { PollId, QuestionId } from '../../../../../kernel/ids.ts'
import { positionAt } from '../../../rules/clock/timeline.ts'
import type { LiveMessage, LiveNews } from '../../../wire/messages.ts'

/**
 * Anything happens together in any order, and the box dies in between. Whatever it is:
 * 1. what was called kept is on record;
 * 2. a poll's counts add up to its answers, are no more than could answer, and never change once it is closed;
 * 3. counts reach seats and screens only when they are shown or the poll is closed;
 * 4. a timer's end gives one cue, by its id, on every page that was there;
 * 5. every page holds the same timer and music, and a page that comes new holds them too;
 * 6. nobody but its asker hears of the seat of a question without a name;
 * 7. nothing is ever a fault.
 */
const who = fc.nat({ max: 2 })
const act = fc.oneof(
  fc.record({ do: fc.constantFrom('stop-timer' as const, 'stop-music' as const, 'open' as const, 'close' as const, 'show' as const, 'hide' as const, 'clear' as const, 'crash' as const, 'hold' as const, 'release' as const) }),
  fc.record({ do: fc.constant('timer' as const), seconds: fc.integer({ min: 5, max: 12 }) }),
  fc.record({ do: fc.constant('music' as const), track: fc.constantFrom('beat-60', 'beat-140') }),
  fc.record({ do: fc.constant('answer' as const), who, option: fc.nat({ max: 2 }) }),
  fc.record({ do: fc.constant('ask' as const), who, named: fc.boolean() }),
  fc.record({ do: fc.constant('handle' as const), state: fc.constantFrom('kept' as const, 'answered' as const, 'hidden' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 4000 }) }),
)
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

class Story {
  readonly world = new LobbyWorld()
  readonly devices = [new Device(), new Device(), new Device()]
  readonly told: { readonly page: MemorySocket; readonly n: number; readonly message: LiveMessage }[] = []
  readonly unnamed = new Map<QuestionId, string>()
  readonly pages: MemorySocket[] = []
  readonly everBefore: MemorySocket[] = []
  studio!: MemorySocket // Set by #come, which the constructor calls.
  screen!: MemorySocket // As well.
  phones: MemorySocket[] = []

  constructor() {
    this.world.begin()
    this.#come()
  }

  play(one: Act): void {
    const { clock } = this.world
    const poll = this.studio.last('poll')?.poll?.id
    const act = (what: 'close' | 'clear', id: PollId | undefined): void => { if (id) this.#host({ type: 'poll', act: { do: what, poll: id } }) }
    switch (one.do) {
      case 'timer': this.#host({ type: 'timer', start: { seconds: one.seconds, label: '' } }); return
      case 'stop-timer': this.#host({ type: 'timer', start: null }); return
      case 'music': this.#host({ type: 'music', start: { track: one.track } }); return
      case 'stop-music': this.#host({ type: 'music', start: null }); return
      case 'open': this.#host({ type: 'poll', act: { do: 'open', poll: { question: 'Why?', options: ['A', 'B'] } } }); return
      case 'close': case 'clear': act(one.do, poll); return
      case 'show': case 'hide': if (poll) this.#host({ type: 'poll', act: { do: 'show', poll, shown: one.do === 'show' } }); return
      case 'answer': if (poll) this.#say(this.phones[one.who], { type: 'answer-poll', poll, option: one.option, at: clock.now() }); return
      case 'ask': this.#ask(one); return
      case 'handle': {
        const question = this.studio.last('question')?.question.id
        if (question) this.#host({ type: 'handle-question', question, state: one.state })
        return
      }
      case 'crash': this.#crash(); return
      case 'hold': this.world.holdCore(); return
      case 'release': this.world.releaseCore(); return
      case 'wait': clock.advance(one.ms); return
    }
  }

  check(): void {
    this.world.releaseCore()
    this.world.clock.advance(1500)
    expect(this.world.faults).toEqual([])
    this.#checkKept()
    this.#checkPolls()
    this.#checkTimers()
    for (const [question, seat] of this.unnamed) {
      for (const page of [...this.pages, ...this.everBefore]) {
        const told = page.heard.filter((news) => JSON.stringify(news).includes(question) && news.type !== 'my-questions')
        expect(JSON.stringify(told)).not.toContain(seat)
      }
    }
  }

  #checkKept(): void {
    const entries = this.world.journal.read(0, this.world.journal.head().size)
    const kept = this.told.filter(({ page, n }) => page.answers(n).includes('kept')).map(({ message }) => message)
    for (const type of ['timer', 'music'] as const) {
      const starts = kept.filter((message) => message.type === type && message.start !== null).length
      expect(entries.filter(({ kind }) => kind === `live.${type}-started.1`).length).toBeGreaterThanOrEqual(starts)
    }
    for (const message of kept) {
      if (message.type !== 'ask' && message.type !== 'handle-question') continue
      const kind = message.type === 'ask' ? 'live.question-asked.1' : 'live.question-handled.1'
      expect(entries.some((entry) => entry.kind === kind && entry.body['question'] === message.question), `${message.type} was called kept`).toBe(true)
    }
  }

  #checkPolls(): void {
    const closed = new Map<string, string>()
    for (const page of [...this.everBefore, ...this.pages]) {
      for (const { poll } of page.all('poll')) {
        if (!poll) continue
        expect(poll.answered).toBeLessThanOrEqual(poll.of)
        if (poll.counts) expect(poll.counts.reduce((sum, count) => sum + count, 0)).toBe(poll.answered)
        if (page.last('roster') === undefined && poll.counts) expect(poll.shown || !poll.open).toBe(true)
        if (poll.open) continue
        const before = closed.get(poll.id)
        closed.set(poll.id, JSON.stringify(poll.counts))
        if (before !== undefined) expect(JSON.stringify(poll.counts)).toBe(before)
      }
    }
  }

  #checkTimers(): void {
    const now = this.world.clock.now()
    const fresh = this.world.learner()
    const held = <T extends 'timer' | 'music'>(page: MemorySocket, type: T): Extract<LiveNews, { type: T }> | undefined => page.last(type)
    for (const page of [this.studio, this.screen, ...this.phones]) {
      expect([held(page, 'timer'), held(page, 'music')]).toEqual([held(fresh, 'timer'), held(fresh, 'music')])
      const ids = page.all('cue').filter(({ cue }) => cue.kind === 'planned').map(({ cue }) => cue.id)
      expect(ids).toHaveLength(new Set(ids).size)
      for (const { timer } of page.all('timer')) if (timer) expect(positionAt(timer.line, now)).toBeLessThanOrEqual(timer.line.length ?? 0)
    }
  }

  #ask({ who: place, named }: { readonly who: number; readonly named: boolean }): void {
    const phone = this.phones[place]
    const question = newId('qst', this.world.crypto)
    if (!named) this.unnamed.set(question, phone?.last('entered')?.seat ?? 'nobody')
    this.#say(phone, { type: 'ask', question, named, text: 'Why?', at: this.world.clock.now() })
  }

  #crash(): void {
    this.world.crashAndRestart()
    this.everBefore.push(...this.pages.splice(0))
    this.#come()
  }

  #come(): void {
    this.studio = this.world.studio()
    this.phones = this.devices.map((device) => this.world.learner('elsewhere', device))
    const wall = this.world.open(new Device())
    wall.command({ type: 'enter', code: this.world.made.code, as: 'screen' })
    this.screen = wall
    this.pages.push(this.studio, this.screen, ...this.phones)
  }

  #host(message: LiveMessage): void {
    this.#say(this.studio, message)
  }

  #say(page: MemorySocket | undefined, message: LiveMessage): void {
    if (!page) return
    this.told.push({ page, n: page.command(message), message })
  }
}

it('keeps its promises whatever people do together in whatever order', () => {
  fc.assert(fc.property(fc.array(act, { minLength: 5, maxLength: 40 }), (acts) => {
    const story = new Story()
    try {
      for (const one of acts) story.play(one)
      story.check()
    } finally {
      story.world[Symbol.dispose]()
    }
  }), { numRuns: 40 })
}, 120_000)
