import { MICROS_PER_MS } from '../../../../../kernel/time.ts'
import type { HubTime } from '../../../../../kernel/time.ts'
import type { SeatId } from '../../../../../kernel/ids.ts'
import { agreedStart } from '../../../rules/together/agreed-start.ts'
import { StartCollector } from '../../../rules/together/start-result.ts'
import type { AgreedStart } from '../../../rules/together/start-result.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import { Coalesced } from '../coalesced.ts'
import type { TogetherDeps } from './desk.ts'

/** How often a start goes out on each data channel: it has time, and the socket brings it too. */
const CHANNEL_TIMES = 3
const CHANNEL_GAP_MS = 40
/** Results change with every phone that tells; the studio gets at most this many a second. */
const RESULT_EVERY_MS = 100

type StartNews = Extract<LiveNews, { type: 'timer' | 'music' }>
type StartDeskDeps = Pick<TogetherDeps, 'now' | 'timers' | 'channels' | 'audience' | 'here' | 'largestNeedMs' | 'figures'>

/**
 * Agrees on instants with every device and gathers how they kept them. News of a start goes both
 * ways, and says where the start lies on the shared clock: what comes twice or late changes nothing.
 */
export class StartDesk {
  readonly #deps: StartDeskDeps
  readonly #results: Coalesced<StartCollector, StartCollector>
  #open: StartCollector[] = []

  constructor(deps: StartDeskDeps) {
    this.#deps = deps
    this.#results = new Coalesced(deps.timers, RESULT_EVERY_MS, (changed) => {
      for (const collector of changed) deps.audience.tellStudios({ type: 'start-result', result: collector.result() })
    })
  }

  /** The next instant at which all devices can begin together. */
  agree(): HubTime {
    return agreedStart(this.#deps.now(), this.#deps.largestNeedMs())
  }

  announce(news: StartNews, start: Pick<AgreedStart, 'what' | 'id' | 'at'>): void {
    const { now, timers, channels, audience, here } = this.#deps
    const to = audience.channels()
    if (to.length > 0) channels({ type: 'send', to, text: JSON.stringify(news), times: CHANNEL_TIMES, gapMs: CHANNEL_GAP_MS })
    audience.tellAll(news)

    const decidedAt = now()
    const collector = new StartCollector({ ...start, decidedAt }, here())
    this.#open.push(collector)
    timers.after((collector.settlesAt - decidedAt) / MICROS_PER_MS + 1, () => {
      collector.settleBy(now())
      this.#finish(collector)
    })
  }

  /** A device tells when it began. */
  began(seat: SeatId, id: AgreedStart['id'], at: HubTime): void {
    const collector = this.#open.find((one) => one.start.id === id)
    if (!collector?.began(seat, at, this.#deps.now())) return
    this.#results.put(collector, collector)
    if (collector.settled) this.#finish(collector)
  }

  #finish(collector: StartCollector): void {
    if (!this.#open.includes(collector)) return
    this.#open = this.#open.filter((one) => one !== collector)
    const { apartMs, played } = collector.result()
    this.#results.put(collector, collector)
    // One device alone is not apart from anything.
    if (apartMs !== null && played > 1) this.#deps.figures.startSettled(apartMs)
  }
}
