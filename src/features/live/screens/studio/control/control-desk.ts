import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { WallTime } from '../../../../../kernel/time.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import type { StudioRoom } from '../room.ts'
import { type CrewRole, linkFor, type TicketRole } from './crew.ts'
import { controlAfter, START, type Control } from './control.ts'


/** A one-time link that opens the studio, or a page of its own, on another device. */
export type CrewTicket = { readonly role: TicketRole; readonly link: string; readonly until: WallTime }

export type ControlDeps = {
  /** How this device is called for the others. */
  readonly label: string
  readonly role: CrewRole
  /** The page was opened to take over a class that runs. */
  readonly takes: boolean
  /** Makes a one-time link. Throws what the client throws. */
  readonly makeTicket: (role: TicketRole) => Promise<{ readonly links: readonly string[]; readonly until: WallTime }>
}

/** Which device runs the class, and how another one comes to. */
export class ControlDesk {
  readonly state: Signal<Control> = signal(START)
  /** The device sends picture and sound, and another one runs the class. */
  readonly isSlim: ReadonlySignal<boolean> = computed(() => this.state.value.at === 'handed-over')
  readonly ticket: Signal<CrewTicket | null> = signal(null)
  readonly #room: StudioRoom
  readonly #deps: ControlDeps

  constructor(room: StudioRoom, deps: ControlDeps) {
    this.#room = room
    this.#deps = deps
  }

  get role(): CrewRole { return this.#deps.role }

  hear(news: LiveNews): void {
    if (news.type !== 'control') return
    const { state, takes } = controlAfter(this.state.peek(), news, { role: this.#deps.role, wishes: this.#wishes })
    this.state.value = state
    this.#wishes = false
    if (takes) void this.take()
  }

  #wishes: boolean = false

  /** Entered a class: a page that was opened to take over does so once. */
  entered(): void {
    this.#wishes = this.#deps.takes && this.state.peek().at === 'unknown'
  }

  take(): Promise<boolean> {
    return this.#room.command({ type: 'take-control', label: this.#deps.label })
  }

  /** The link for another device; it takes over by itself when it comes as a host. */
  async makeTicket(role: TicketRole): Promise<void> {
    this.ticket.value = null
    await this.#room.asking.ask(async () => {
      const { links, until } = await this.#deps.makeTicket(role)
      const [link] = links
      if (link !== undefined) this.ticket.value = { role, link: linkFor(role, link, this.#room.class.peek()?.code), until }
    })
  }
}
