import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ClassWorld } from '../../../../../testkit/class-world.ts'
import { Device } from '../../../../../testkit/device.ts'
import type { MemorySocket } from '../../../../../testkit/memory-socket.ts'
import { Malformed } from '../../../../kernel/failures.ts'
import { handRaised, repConfirmed } from '../../wire/entries.ts'
import { beginClass } from '../class/begin-class.ts'
import { makeClass } from '../class/make-class.ts'
import { openLobby } from '../class/open-lobby.ts'
import { takeSeat } from '../seats/take-seat.ts'

/**
 * A class in which anything happens in any order: people come and go, the core stands still, the
 * hub dies. Whatever it is:
 * 1. what was called kept is on record, also after the hub died;
 * 2. nothing but malformed frames is ever a fault;
 * 3. a socket that is answered is answered once per command, `done` before `kept`;
 * 4. sequences on record have no gap.
 */
type Act =
  | { readonly do: 'come' | 'leave' | 'cue' | 'hold' | 'release' | 'crash' }
  | { readonly do: 'hand'; readonly who: number; readonly up: boolean }
  | { readonly do: 'rep'; readonly who: number; readonly count: number }
  | { readonly do: 'noise'; readonly who: number; readonly text: string }
  | { readonly do: 'wait'; readonly ms: number }

const who = fc.nat({ max: 2 })
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom<Act>({ do: 'come' }, { do: 'leave' }, { do: 'cue' }, { do: 'hold' }, { do: 'release' }, { do: 'crash' }),
  fc.record({ do: fc.constant('hand' as const), who, up: fc.boolean() }),
  fc.record({ do: fc.constant('rep' as const), who, count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ do: fc.constant('noise' as const), who, text: fc.oneof(fc.string(), fc.json()) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 700 }) }),
)

type Told = { readonly socket: MemorySocket; readonly n: number; readonly kind: string; readonly value: number | boolean }

class Story {
  readonly world = new ClassWorld()
  readonly code: string
  readonly devices = [new Device(), new Device(), new Device()]
  readonly told: Told[] = []
  sockets: MemorySocket[] = []
  studio: MemorySocket

  constructor() {
    const { deps, host } = this.world
    this.code = makeClass(deps, 'Anything', host.id).code
    openLobby(deps, this.code, host.id)
    beginClass(deps, this.code, host.id)
    for (const device of this.devices) takeSeat(deps, { device: device.id, code: this.code, choice: { kind: 'elsewhere', headphones: false } }, undefined)
    this.studio = this.#enter(host, 'studio')
    this.#comeAll()
  }

  play(one: Act): void {
    const { clock } = this.world
    switch (one.do) {
      case 'come': this.#comeAll(); return
      case 'leave': for (const socket of this.sockets) socket.hangUp(); return
      case 'cue': this.studio.command({ type: 'press-cue', kind: 'now', pressedAt: clock.now() }); return
      case 'hold': this.world.holdCore(); return
      case 'release': this.world.releaseCore(); return
      case 'crash':
        this.world.crashAndRestart()
        this.studio = this.#enter(this.world.host, 'studio')
        this.#comeAll()
        return
      case 'hand': this.#tell(one.who, { type: 'raise-hand', up: one.up, at: clock.now() }, handRaised.kind, one.up); return
      case 'rep': this.#tell(one.who, { type: 'confirm-rep', count: one.count, at: clock.now() }, repConfirmed.kind, one.count); return
      case 'noise': this.sockets[one.who]?.sendText(one.text); return
      case 'wait': clock.advance(one.ms); return
    }
  }

  check(): void {
    const { journal, faults } = this.world
    const entries = journal.read(0, journal.head().size)
    expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, place) => place))
    for (const { socket, n, kind, value } of this.told) {
      const answers = socket.answers(n)
      expect([[], ['done'], ['done', 'kept']].map(String).concat('CLASS_NOT_LIVE', 'TOO_MANY', 'NO_SEAT', 'FORBIDDEN')).toContain(String(answers))
      if (!answers.includes('kept')) continue
      const { seat } = socket.last('entered') ?? {}
      const facts = entries.filter((entry) => entry.kind === kind && entry.body['seat'] === seat)
      const isThere = kind === repConfirmed.kind
        ? facts.some((entry) => Number(entry.body['count']) >= Number(value))
        : value === false || facts.some((entry) => entry.body['up'] === value) // A hand that never was up is down without an entry.
      expect(isThere, `${kind} ${String(value)} of ${String(seat)} was called kept`).toBe(true)
    }
    for (const fault of faults) expect(fault).toBeInstanceOf(Malformed)
  }

  #tell(index: number, message: Parameters<MemorySocket['command']>[0], kind: string, value: number | boolean): void {
    const socket = this.sockets[index]
    if (!socket || socket.closed) return
    this.told.push({ socket, n: socket.command(message), kind, value })
  }

  #comeAll(): void {
    for (const socket of this.sockets) socket.hangUp()
    this.sockets = this.devices.map((device) => this.#enter(device, 'seat'))
  }

  #enter(device: Device, as: 'seat' | 'studio'): MemorySocket {
    const socket = this.world.open(device)
    socket.command({ type: 'enter', code: this.code, as })
    return socket
  }
}

it('keeps its promises whatever happens in whatever order', () => {
  fc.assert(fc.property(fc.array(act, { minLength: 5, maxLength: 60 }), (acts) => {
    const story = new Story()
    try {
      for (const one of acts) story.play(one)
      story.check()
    } finally {
      story.world[Symbol.dispose]()
    }
  }), { numRuns: 60 })
}, 120_000)
