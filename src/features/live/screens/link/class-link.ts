import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { type HubTime, type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import { Emitter } from '../../../../ui/emitter.ts'
import { backOffMs } from '../../rules/link/back-off.ts'
import { ClockEstimator } from '../../rules/clock/clock.ts'
import { LinkMeter } from '../../rules/link/link-meter.ts'
import type { LiveNews } from '../../wire/messages.ts'
import { type ChannelText, parseChannelText } from './channel-text.ts'
import type { LinkDeps, LinkEvent, LinkPhase, LinkReading, PageChannel, PageReport } from './link-events.ts'
import { reportOf } from './page-report.ts'
import { Prober } from './prober.ts'
import { type LiveCommand, type LiveTelemetry, notSent, type Sent, SocketSession } from './socket-session.ts'

/** Our own close codes and what they mean here. */
const CLOSED_REPLACED = 4001
const CLOSED_POLICY = 1008
const PULSE_MS = 1500
const SOCKET_SILENCE_MS = 7000
/** Timers that run this much late have slept with the device. */
const SLEPT_MS = 4000
/** Refusals that mean later rather than no. */
const RETRIED_REFUSALS: readonly string[] = ['TOO_MANY', 'BUSY', 'HUB_LOCKED', 'INTERNAL']

/**
 * A page's one link to its class: socket, clock, commands and reports, through losses, sleep and
 * restarts of the box.
 *
 * 1. It tries again by itself until it is ended, refused or replaced; waits are random and bounded.
 * 2. What the box says is passed on in order; nothing of an old socket comes after a new one's hello.
 * 3. Commands are never repeated by the link: who sent one hears `Unreachable` and decides.
 */
export class ClassLink {
  readonly clock = new ClockEstimator()
  readonly #meter = new LinkMeter()
  readonly #events = new Emitter<LinkEvent>()
  readonly #deps: LinkDeps
  readonly #prober: Prober
  #phase: LinkPhase = { phase: 'arriving' }
  #session: SocketSession | undefined
  #channel: PageChannel | undefined
  #failures = 0
  #callOffRetry: (() => void) | undefined
  #callOffPulse: (() => void) | undefined
  #heardAt: Micros = 0
  #toldAt: Micros | undefined
  #pulsedAt: Micros = 0
  #asleep = false
  #page: () => PageReport = () => ({ videoMs: null, joinMs: null, outputNeedMs: 0 })

  constructor(deps: LinkDeps) {
    this.#deps = deps
    const { timers, now } = deps
    this.#prober = new Prober({
      clock: this.clock, meter: this.#meter, timers, now,
      send: (way, p) => this.#sendProbe(way, p),
      onEra: () => this.#events.emit({ type: 'era' }),
    })
  }

  get phase(): LinkPhase {
    return this.#phase
  }

  /** The shared time now, never running backwards within an era; undefined before it is known. */
  hubNow(): HubTime | undefined {
    return this.clock.now(this.#deps.now())
  }

  reading(): LinkReading {
    const error = this.clock.reading?.error
    return {
      roundTripMs: this.#meter.figures(this.#deps.now()).roundTripMs,
      clockErrorMs: error === undefined ? null : error / MICROS_PER_MS,
      good: this.clock.good,
      channel: this.#channel?.readyState === 'open',
    }
  }

  /**
   * Since the box said anything over the socket, by which alone come the run of show, polls and what was
   * stopped: a channel that answers makes none of that younger. Null before it ever did. Milliseconds.
   */
  ageMs(): number | null {
    return this.#toldAt === undefined ? null : (this.#deps.now() - this.#toldAt) / MICROS_PER_MS
  }

  on(listener: (event: LinkEvent) => void): () => void {
    return this.#events.on(listener)
  }

  start(): void {
    this.#pulsedAt = this.#deps.now()
    this.#pulse()
    this.#connect()
  }

  /** Tries at once, also after a refusal. */
  retry(): void {
    if (this.#phase.phase === 'ended' || this.#session) return
    this.#callOffRetry?.()
    this.#connect()
  }

  end(): void {
    this.#callOffRetry?.()
    this.#callOffPulse?.()
    this.#prober.stop()
    this.#become({ phase: 'ended' })
    this.#session?.close()
    this.#session = undefined
  }

  send(message: Exclude<LiveCommand, { type: 'enter' }>): Sent {
    return this.#session?.command(message) ?? notSent()
  }

  tell(message: LiveTelemetry): void {
    this.#session?.tell(message)
  }

  /** What the page's other parts know, asked at each report. */
  reportWith(page: () => PageReport): void {
    this.#page = page
  }

  /** The page went out of sight: the box is told, since its timers may stop any moment. */
  sleep(): void {
    this.#asleep = true
    this.report()
  }

  /** The page is seen again, or the network is back. */
  wake(): void {
    this.#asleep = false
    this.clock.doubt()
    this.#meter.forget()
    this.#prober.burst()
    this.report()
    if (this.#phase.phase === 'lost') this.retry()
  }

  /** Cues, anchors and time come over this channel from now on, besides the socket. */
  attachChannel(channel: PageChannel): void {
    const opened = (): void => {
      this.#channel = channel
      this.#prober.burst('channel')
      this.#events.emit({ type: 'channel', open: true })
      this.report()
      // The box is there: no use in waiting any longer.
      if (this.#phase.phase === 'lost') this.retry()
    }
    channel.onmessage = (event) => this.#fromChannel(event.data)
    channel.onopen = opened
    channel.onclose = () => {
      if (this.#channel !== channel) return
      this.#channel = undefined
      this.#prober.burst('socket')
      this.#events.emit({ type: 'channel', open: false })
    }
    if (channel.readyState === 'open') opened()
  }

  /** For how long the data channel has answered nothing. */
  channelSilentMs(): number {
    return this.#prober.channelSilentMs()
  }

  /** Tells the box now what it otherwise hears every second and a half. */
  report(): void {
    if (this.#phase.phase !== 'entered' || this.#deps.as !== 'seat') return
    const { oneWayNeedMs } = this.#meter.figures(this.#deps.now())
    this.tell(reportOf({ ...this.reading(), oneWayNeedMs, asleep: this.#asleep }, this.#page()))
  }

  #connect(): void {
    if (this.#phase.phase !== 'lost') this.#become({ phase: 'arriving' })
    const { crypto, key, open } = this.#deps
    this.#heardAt = this.#deps.now()
    const session = new SocketSession({
      socket: open(), crypto, key,
      onNews: (news) => { if (this.#session === session) this.#hear(session, news) },
      onClosed: (code) => { if (this.#session === session) this.#dropped(code) },
      onFault: (fault) => this.#events.emit({ type: 'fault', fault }),
    })
    this.#session = session
  }

  #hear(session: SocketSession, news: LiveNews): void {
    this.#heardAt = this.#toldAt = this.#deps.now()
    switch (news.type) {
      case 'hello':
        this.#enter(session)
        return
      case 'probe':
        this.#prober.answered(news.p, news.t)
        return
      case 'done':
      case 'kept':
        return
      case 'entered':
        this.#failures = 0
        this.#become({ phase: 'entered', seat: news.seat })
        this.#events.emit({ type: 'news', news })
        for (const cue of news.cues) this.#events.emit({ type: 'news', news: { type: 'cue', cue } })
        this.report()
        return
      default:
        this.#events.emit({ type: 'news', news })
    }
  }

  #enter(session: SocketSession): void {
    const { code, as } = this.#deps
    this.clock.doubt()
    if (this.#channel?.readyState !== 'open') this.#prober.burst('socket')
    session.command({ type: 'enter', code, as }).done.catch((error: unknown) => {
      if (this.#session !== session || !(error instanceof Refused)) return
      if (!RETRIED_REFUSALS.includes(error.code)) this.#become({ phase: 'refused', code: error.code })
      session.close()
    })
  }

  #dropped(code: number): void {
    const wasIn = this.#phase.phase === 'entered'
    this.#session = undefined
    if (this.#phase.phase === 'refused' || this.#phase.phase === 'ended') return
    if (code === CLOSED_REPLACED) return this.#become({ phase: 'replaced' })
    if (code === CLOSED_POLICY && wasIn) return this.#become({ phase: 'refused', code: 'FORBIDDEN' })
    this.#failures++
    // Whether the box is still there, the channel's answers show soonest.
    if (wasIn && this.#channel?.readyState === 'open') this.#prober.burst('channel')
    this.#become({ phase: 'lost', failures: this.#failures })
    this.#callOffRetry = this.#deps.timers.after(backOffMs(this.#failures, this.#deps.random()), () => this.retry())
  }

  /** The page's heartbeat: reports, notices a dead socket, and notices that the device slept. */
  #pulse(): void {
    const { now, timers } = this.#deps
    this.#callOffPulse = timers.after(PULSE_MS, () => {
      const at = now()
      const slept = (at - this.#pulsedAt) / MICROS_PER_MS > PULSE_MS + SLEPT_MS
      this.#pulsedAt = at
      this.#pulse()
      if (slept && !this.#asleep) this.wake()
      else this.report()
      this.#prober.heartbeat()
      // After a sleep the silence is the device's own: the socket gets one more pulse to answer.
      if (slept) this.#heardAt = at - (SOCKET_SILENCE_MS - 2 * PULSE_MS) * MICROS_PER_MS
      else if (this.#session && (at - this.#heardAt) / MICROS_PER_MS > SOCKET_SILENCE_MS) this.#session.close()
    })
  }

  #fromChannel(data: unknown): void {
    let text: ChannelText
    try {
      text = parseChannelText(data)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      this.#events.emit({ type: 'fault', fault: error })
      return
    }
    if ('p' in text) this.#prober.answered(text.p, text.t)
    else if ('anchor' in text) this.#events.emit({ type: 'anchor', kind: text.anchor.kind, anchor: text.anchor })
    else if ('rung' in text) this.#events.emit({ type: 'rung', rung: text.rung })
    else this.#events.emit({ type: 'news', news: text, way: 'channel' })
  }

  #sendProbe(way: 'socket' | 'channel', p: number): boolean {
    if (way === 'socket') return this.#session?.tell({ type: 'probe', p }) ?? false
    if (this.#channel?.readyState !== 'open') return false
    this.#channel.send(JSON.stringify({ p }))
    return true
  }

  #become(phase: LinkPhase): void {
    this.#phase = phase
    this.#events.emit({ type: 'phase', phase })
  }
}
