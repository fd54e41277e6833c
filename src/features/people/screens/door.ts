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

export function openDoor(deps: DoorDeps): DoorModel {
  const { client, opens, label } = deps
  const door = signal<Door>({ at: 'looking' })
  let ticket = deps.ticket
  let said: Hello | null = null
  const isIn = (roles: readonly Role[]): boolean => roles.some((role) => opens.includes(role))

  const enter = (roles: readonly Role[]): void => {
    const trust = said?.trust ?? 'plain'
    const chooses = said !== null && !said.passphraseSet && trust !== 'plain' && roles.includes('host') // 2
    door.value = chooses ? { at: 'choose', trust, roles, busy: false, refused: null } : { at: 'in', trust, roles }
  }
  const stayOut = (refused: string | null): void => {
    door.value = { at: 'not-paired', trust: said?.trust ?? 'plain', passphraseSet: said?.passphraseSet ?? false, busy: false, refused }
  }

  const look = (): void => void attempt(lookNow, (code) => (door.value = { at: 'pair-refused', refused: code }))
  const lookNow = async (): Promise<void> => {
    said = await client.call(hello)
    if (said.locked) {
      const before = door.peek()
      door.value = before.at === 'locked' ? before : { at: 'locked', trust: said.trust, busy: false, refused: null }
      deps.again(look)
      return
    }
    const { roles } = await client.call(whoAmI)
    if (isIn(roles)) return enter(roles) // 1
    if (ticket === null) return stayOut(null)
    door.value = { at: 'pairing' }
    const paired = await client.call(pairDevice, { input: { ticket, label } })
    ticket = null
    enter(paired.roles)
  }

  const attempt = async (work: () => Promise<void>, refused: (code: string) => void): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if (error instanceof Refused) return refused(error.code)
      if (!(error instanceof Unreachable) && !(error instanceof Malformed)) throw error
      door.value = { at: 'unreachable' } // 3
      deps.again(look)
    }
  }
  const busy = (on: boolean, refused: string | null = null): void => {
    const now = door.peek()
    if ('busy' in now) door.value = { ...now, busy: on, refused }
  }
  const submit = (work: () => Promise<void>): void => {
    busy(true)
    void attempt(work, (code) => busy(false, code))
  }

  look()
  return {
    door,
    look: () => {
      // A refused link stays refused: the second look is without it.
      if (door.peek().at === 'pair-refused') ticket = null
      door.value = { at: 'looking' }
      look()
    },
    unlock: (passphrase) => submit(async () => {
      await client.call(unlock, { input: { passphrase } })
      await lookNow()
    }),
    signIn: (passphrase) => submit(async () => enter((await client.call(signIn, { input: { passphrase, label } })).roles)),
    choose: (passphrase) => submit(async () => {
      await client.call(choosePassphrase, { input: { passphrase } })
      chosen(door)
    }),
    chooseLater: () => chosen(door),
  }
}

function chosen(door: { value: Door; peek(): Door }): void {
  const now = door.peek()
  if (now.at === 'choose') door.value = { at: 'in', trust: now.trust, roles: now.roles }
}

/** The one-time ticket of `/host#pair=TICKET`; null when there is none. */
export function ticketInHash(hash: string): string | null {
  const ticket = new URLSearchParams(hash.replace(/^#/, '')).get('pair')
  return ticket === null || ticket === '' || ticket.length > 64 ? null : ticket
}
