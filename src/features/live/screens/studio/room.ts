import type { ReadonlySignal } from '@preact/signals'
import type { HubTime } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import type { ClassView } from '../../wire/words.ts'
import type { LiveCommand } from '../link/socket-session.ts'
import type { Asking } from './asking.ts'

export type StudioCommand = Exclude<LiveCommand, { type: 'enter' }>

/** What the parts of the studio are handed: the class at hand, and the two ways to ask the box for something. */
export type StudioRoom = {
  readonly class: ReadonlySignal<ClassView | null>
  readonly client: Client
  readonly asking: Asking
  /** Over the live socket. Answers whether the box acted; a refusal is on the page by then. */
  command(message: StudioCommand): Promise<boolean>
  /** A step of the class over http, whose answer is the class as it is then. */
  step(act: (params: { code: string }) => Promise<{ class: ClassView }>): Promise<boolean>
  hubNow(): HubTime | undefined
}
