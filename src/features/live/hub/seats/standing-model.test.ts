import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../testkit/memory-socket.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { SeatId } from '../../../../kernel/ids.ts'
import type { Standing } from '../../wire/words.ts'
import { liveAnswers } from '../answers.ts'
import { setDoor } from '../class/set-door.ts'
import { setStanding } from './set-standing.ts'
import { takeSeat } from './take-seat.ts'

type Step = 'come' | 'enter' | 'raise' | 'lock' | 'unlock' | 'restart' | Standing

/**
 * Whatever host and learner do, in any order and over restarts:
 *
 * 1. Who was removed or blocked has no open page, is no learner, and nothing they say counts.
 * 2. A blocked one comes back by the host's word alone; nobody without a place comes through a locked door.
 * 3. A muted one keeps the place and cannot raise a hand.
 */
describe('a learner and the host’s decisions', () => {
  it('end in a place, a page and a voice that fit how the seat stands', () => {
    const step = fc.constantFrom<Step[]>('come', 'enter', 'raise', 'lock', 'unlock', 'restart', 'welcome', 'muted', 'removed', 'blocked')
    fc.assert(fc.property(fc.array(step, { minLength: 4, maxLength: 14 }), (steps) => {
      using play = new Play()
      for (const each of steps) play.take(each)
    }), { numRuns: 15 })
  })
})

class Play implements Disposable {
  readonly #world = new LobbyWorld()
  readonly #device = new Device()
  /** What the rules promise, in the fewest words. */
  #model: { seat: SeatId | undefined; standing: Standing; locked: boolean } = { seat: undefined, standing: 'welcome', locked: false }
  #page: MemorySocket | undefined

  constructor() {
    this.#world.begin()
  }

  take(step: Step): void {
    switch (step) {
      case 'come': this.#come(); break
      case 'enter': this.#enter(); break
      case 'raise': this.#raise(); break
      case 'lock': case 'unlock':
        this.#model.locked = step === 'lock'
        setDoor(this.#world.deps, this.#world.made.code, this.#model.locked, this.#world.host.id)
        break
      case 'restart':
        this.#world.crashAndRestart()
        this.#page = undefined
        break
      default: this.#stand(step)
    }
    this.#holds()
  }

  [Symbol.dispose](): void {
    this.#world[Symbol.dispose]()
  }

  get #hasPlace(): boolean {
    return this.#model.seat !== undefined && (this.#model.standing === 'welcome' || this.#model.standing === 'muted')
  }

  #come(): void {
    const { standing, locked } = this.#model
    const expected = standing === 'blocked' ? 'SEAT_BLOCKED' : locked && !this.#hasPlace ? 'DOOR_LOCKED' : 'in'
    const [got, seat] = attempt(() => takeSeat(this.#world.deps, { device: this.#device.id, code: this.#world.made.code, choice: { kind: 'elsewhere', headphones: false } }, undefined).seat)
    expect(got).toBe(expected)
    if (seat === undefined) return
    expect(seat).toBe(this.#model.seat ?? seat)
    this.#model = { ...this.#model, seat, standing: standing === 'removed' ? 'welcome' : standing }
  }

  #enter(): void {
    const page = this.#world.open(this.#device)
    const n = page.command({ type: 'enter', code: this.#world.made.code, as: 'seat' })
    expect(page.answers(n)).toEqual([this.#hasPlace ? 'done' : 'NO_SEAT'])
    if (this.#hasPlace) this.#page = page
  }

  #raise(): void {
    if (!this.#page) return
    const n = this.#page.command({ type: 'raise-hand', up: true, at: this.#world.clock.now() })
    this.#world.clock.advance(300)
    const expected = this.#page.closed ? undefined : this.#model.standing === 'muted' ? 'SEAT_MUTED' : 'done'
    expect(this.#page.answers(n)[0]).toBe(expected)
  }

  #stand(standing: Standing): void {
    const { seat } = this.#model
    if (seat === undefined) return
    setStanding(this.#world.deps, { code: this.#world.made.code, seat, standing }, this.#world.host.id)
    this.#model = { ...this.#model, standing }
  }

  #holds(): void {
    expect(liveAnswers(this.#world.journal.query).isLearner(this.#device.id, this.#world.made.code)).toBe(this.#hasPlace)
    if (!this.#hasPlace && this.#page) expect(this.#page.closed).toBeDefined()
    // The look into the studio is an entrance of its own, of which a device has so many a second.
    this.#world.clock.advance(1000)
    const line = this.#world.studio().last('roster')?.lines.find(({ seat }) => seat === this.#model.seat)
    expect(line?.standing).toBe(this.#model.seat === undefined || this.#model.standing === 'removed' ? undefined : this.#model.standing)
    if (this.#model.standing !== 'welcome') expect(line?.handSince ?? null).toBeNull()
  }
}

function attempt<T>(work: () => T): [code: string, result: T | undefined] {
  try {
    return ['in', work()]
  } catch (error) {
    if (error instanceof Refused) return [error.code, undefined]
    throw error
  }
}
