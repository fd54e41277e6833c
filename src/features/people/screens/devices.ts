import { type Signal, signal } from '@preact/signals'
import type { z } from 'zod/mini'
import { Malformed, Refused } from '../../../kernel/failures.ts'
import type { DeviceId } from '../../../kernel/ids.ts'
import type { Role } from '../../../kernel/roles.ts'
import { type Client, Unreachable } from '../../../ui/client.ts'
import { choosePassphrase, hello, listDevices, makeTicket, removeDevice, type Trust } from '../wire/routes.ts'

export type PairedDevice = z.output<(typeof listDevices)['output']>['devices'][number]
export type DevicesView = {
  readonly devices: readonly PairedDevice[]
  readonly trust: Trust
  readonly passphraseSet: boolean
  /** The link another device may follow once; null until asked for. */
  readonly link: string | null
  readonly busy: boolean
  /** Code of the last refusal. */
  readonly refused: string | null
}

const NOTHING_YET: DevicesView = { devices: [], trust: 'plain', passphraseSet: true, link: null, busy: false, refused: null }

/** The devices of the box and its passphrase, as the host sees them. */
export class DevicesModel {
  readonly view: Signal<DevicesView> = signal(NOTHING_YET)
  readonly #client: Pick<Client, 'call'>

  constructor(client: Pick<Client, 'call'>) {
    this.#client = client
  }

  load(): Promise<void> {
    return this.#ask(() => this.#read())
  }

  pair(roles: Role[]): Promise<void> {
    return this.#ask(async () => {
      const { links } = await this.#client.call(makeTicket, { input: { roles } })
      this.#set({ link: links[0] ?? null })
    })
  }

  remove(device: DeviceId): Promise<void> {
    return this.#ask(async () => {
      await this.#client.call(removeDevice, { params: { device } })
      await this.#read()
    })
  }

  choosePassphrase(passphrase: string): Promise<void> {
    return this.#ask(async () => {
      await this.#client.call(choosePassphrase, { input: { passphrase } })
      await this.#read()
    })
  }

  async #read(): Promise<void> {
    const { trust, passphraseSet } = await this.#client.call(hello)
    const { devices } = await this.#client.call(listDevices)
    this.#set({ trust, passphraseSet, devices })
  }

  async #ask(act: () => Promise<void>): Promise<void> {
    this.#set({ busy: true, refused: null })
    try {
      await act()
    } catch (error) {
      if (error instanceof Refused) this.#set({ refused: error.code })
      else if (error instanceof Unreachable || error instanceof Malformed) this.#set({ refused: 'UNREACHABLE' })
      else throw error
    } finally {
      this.#set({ busy: false })
    }
  }

  #set(part: Partial<DevicesView>): void {
    this.view.value = { ...this.view.peek(), ...part }
  }
}
