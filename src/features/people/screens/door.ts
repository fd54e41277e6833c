import { type ReadonlySignal, signal } from '@preact/signals'
import type { z } from 'zod/mini'
import { Malformed, Refused } from '../../../kernel/failures.ts'
import type { Role } from '../../../kernel/roles.ts'
import { type Client, Unreachable } from '../../../ui/client.ts'
import { choosePassphrase, hello, pairDevice, signIn, type Trust, unlock, whoAmI } from '../wire/routes.ts'

/**
 * The way of a device into the studio.
 *
 * 1. A device that is known goes in, whatever link it came by; a link is spent only by one that is not.
 * 2. A passphrase is asked for only where {@link Trust} allows to type one.
 * 3. A box that does not answer is asked again by itself.
 */
export type Door =
  | { readonly at: 'looking' | 'unreachable' | 'pairing' }
  | { readonly at: 'locked'; readonly trust: Trust; readonly busy: boolean; readonly refused: string | null }
  | { readonly at: 'pair-refused'; readonly refused: string }
  | { readonly at: 'not-paired'; readonly trust: Trust; readonly passphraseSet: boolean; readonly busy: boolean; readonly refused: string | null }
  | { readonly at: 'choose'; readonly trust: Trust; readonly roles: readonly Role[]; readonly busy: boolean; readonly refused: string | null }
  | { readonly at: 'in'; readonly trust: Trust; readonly roles: readonly Role[] }

export type DoorModel = {
  readonly door: ReadonlySignal<Door>
  look(): void
  unlock(passphrase: string): void
  signIn(passphrase: string): void
  choose(passphrase: string): void
  chooseLater(): void
}

export type DoorDeps = {
  readonly client: Pick<Client, 'call'>
  /** One of these opens the studio. */
  readonly opens: readonly Role[]
  /** From the link, if one was followed. */
  readonly ticket: string | null
  /** How the device is called in the list of devices. */
  readonly label: string
  /** Asks again later, when the box did not answer or is locked. */
  readonly again: (look: () => void) => void
}

type Hello = z.output<(typeof hello)['output']>

/** Starts looking at once. */
export function openDoor(deps: DoorDeps): DoorModel {
  const door = new StudioDoor(deps)
  door.look()
  return door
}

class StudioDoor implements DoorModel {
  readonly door = signal<Door>({ at: 'looking' })
  readonly #deps: DoorDeps
  #ticket: string | null
  #said: Hello | null = null

  constructor(deps: DoorDeps) {
    this.#deps = deps
    this.#ticket = deps.ticket
  }

  look(): void {
    // A refused link stays refused: the second look is without it.
    if (this.door.peek().at === 'pair-refused') this.#ticket = null
    this.door.value = { at: 'looking' }
    this.#lookAgain()
  }

  unlock(passphrase: string): void {
    this.#submit(async () => {
      await this.#deps.client.call(unlock, { input: { passphrase } })
      await this.#look()
    })
  }

  signIn(passphrase: string): void {
    this.#submit(async () => {
      const { roles } = await this.#deps.client.call(signIn, { input: { passphrase, label: this.#deps.label } })
      this.#enter(roles)
    })
  }

  choose(passphrase: string): void {
    this.#submit(async () => {
      await this.#deps.client.call(choosePassphrase, { input: { passphrase } })
      this.chooseLater()
    })
  }

  chooseLater(): void {
    const now = this.door.peek()
    if (now.at === 'choose') this.door.value = { at: 'in', trust: now.trust, roles: now.roles }
  }

  /** What stands there goes on standing there until there is an answer; who is in stays in. */
  #lookAgain(): void {
    const { at } = this.door.peek()
    if (at === 'in' || at === 'choose') return
    void this.#attempt(() => this.#look(), (refused) => (this.door.value = { at: 'pair-refused', refused }))
  }

  async #look(): Promise<void> {
    const { client, label } = this.#deps
    const said = await client.call(hello)
    this.#said = said
    if (said.locked) {
      if (this.door.peek().at !== 'locked') this.door.value = { at: 'locked', trust: said.trust, busy: false, refused: null }
      this.#deps.again(() => this.#lookAgain())
      return
    }
    const { roles } = await client.call(whoAmI)
    if (roles.some((role) => this.#deps.opens.includes(role))) return this.#enter(roles) // 1
    if (this.#ticket === null) {
      this.door.value = { at: 'not-paired', trust: said.trust, passphraseSet: said.passphraseSet, busy: false, refused: null }
      return
    }
    this.door.value = { at: 'pairing' }
    const paired = await client.call(pairDevice, { input: { ticket: this.#ticket, label } })
    this.#ticket = null
    this.#enter(paired.roles)
  }

  #enter(roles: readonly Role[]): void {
    const { trust = 'plain', passphraseSet = true } = this.#said ?? {}
    const chooses = !passphraseSet && trust !== 'plain' && roles.includes('host') // 2
    this.door.value = chooses ? { at: 'choose', trust, roles, busy: false, refused: null } : { at: 'in', trust, roles }
  }

  #submit(work: () => Promise<void>): void {
    this.#busy(true, null)
    void this.#attempt(work, (refused) => this.#busy(false, refused))
  }

  #busy(busy: boolean, refused: string | null): void {
    const now = this.door.peek()
    if ('busy' in now) this.door.value = { ...now, busy, refused }
  }

  async #attempt(work: () => Promise<void>, refused: (code: string) => void): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof Refused) return refused(error.code)
      if (!(error instanceof Unreachable) && !(error instanceof Malformed)) throw error
      this.door.value = { at: 'unreachable' } // 3
      this.#deps.again(() => this.#lookAgain())
    }
  }
}

/** The one-time ticket of `/host#pair=TICKET`; null when there is none. */
export function ticketInHash(hash: string): string | null {
  const ticket = new URLSearchParams(hash.replace(/^#/, '')).get('pair')
  return ticket === null || ticket === '' || ticket.length > 64 ? null : ticket
}
