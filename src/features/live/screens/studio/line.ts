import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { type HubTime, MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { DeviceKey } from '../../../../ui/device-key.ts'
import type { LiveNews } from '../../wire/messages.ts'
import type { Run } from '../../wire/run.ts'
import { ClassLink } from '../link/class-link.ts'
import { ClassNow, type ClassNowState, NOTHING_KNOWN } from '../link/class-now.ts'
import type { LinkPhase } from '../link/link-events.ts'
import { openLiveSocket, pageDeps } from '../link/page-deps.ts'
import { notSent, type PageSocket, type Sent } from '../link/socket-session.ts'
import type { StudioCommand } from './room.ts'

export type LineDeps = {
  readonly key: DeviceKey
  readonly crypto: Crypto
  readonly onNews: (news: LiveNews) => void
  /** Opens a socket to the box; the page's own when left out. */
  readonly open?: () => PageSocket
}

const TICK_MS = 250

/** The studio's one link to the class at hand, and the shared clock it brings. */
export class StudioLine {
  readonly linked: Signal<boolean> = signal(false)
  /** The box lets this device run nothing (any more): its code. */
  readonly refused: Signal<string | null> = signal(null)
  /** The shared time, renewed each quarter of a second, for clocks on the page. */
  readonly now: Signal<HubTime | null> = signal(null)
  /** Run, timer, music, poll, and how old that is. */
  readonly known: Signal<ClassNowState> = signal(NOTHING_KNOWN)
  readonly run: ReadonlySignal<Run | null> = computed(() => this.known.value.run)
  readonly #deps: LineDeps
  #link: ClassLink | undefined
  #knows: ClassNow | undefined

  constructor(deps: LineDeps) {
    this.#deps = deps
    setInterval(() => { this.now.value = this.#link?.hubNow() ?? null }, TICK_MS)
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') this.#link?.wake() })
  }

  get link(): ClassLink | undefined { return this.#link }

  hubNow(): HubTime | undefined { return this.#link?.hubNow() }

  /** When something happened, by the stamp of its event on the page's clock. */
  hubAt(timeStampMs: number): HubTime | undefined {
    return this.#link?.clock.toHub(timeStampMs * MICROS_PER_MS)
  }

  send(command: StudioCommand): Sent {
    return this.#link?.send(command) ?? notSent()
  }

  to(code: string): void {
    this.#link?.end()
    this.#knows?.end()
    const { key, crypto, onNews, open = openLiveSocket } = this.#deps
    const link = new ClassLink({ code, as: 'studio', key, crypto, ...pageDeps, open })
    this.#link = link
    const knows = new ClassNow({ link, timers: pageDeps.timers })
    this.#knows = knows
    this.known.value = knows.state
    knows.on((state) => { this.known.value = state })
    link.on((event) => {
      if (event.type === 'phase') this.#phase(event.phase)
      if (event.type === 'news') onNews(event.news)
    })
    link.start()
  }

  #phase(phase: LinkPhase): void {
    this.linked.value = phase.phase === 'entered'
    this.refused.value = phase.phase === 'refused' ? phase.code : null
  }
}
