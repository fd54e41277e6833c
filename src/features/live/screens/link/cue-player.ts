import { type HubTime, later, type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import { vibrate } from '../../../../ui/capabilities.ts'
import { Emitter } from '../../../../ui/emitter.ts'
import { CueInbox } from '../../rules/cue/cue-inbox.ts'
import { LATE_TOLERANCE } from '../../rules/cue/cue-result.ts'
import type { SeatBehaviour } from '../../rules/seat-behaviour.ts'
import type { Cue, CueOutput } from '../../wire/words.ts'
import type { ClassLink } from './class-link.ts'
import { CueLight, type CueLightDeps } from './cue-light.ts'
import { CueSound } from './cue-sound.ts'
import type { Holds } from './fallback/seen-link.ts'

/** A cue as it was felt on this device. */
export type FeltCue = {
  readonly kind: Cue['kind']
  /** The instant it showed itself, and by what: the output stamp when it sounded, else the presented frame. */
  readonly at: HubTime | null
  readonly output: CueOutput
  readonly late: boolean
}

export type CuePlayerDeps = Omit<CueLightDeps, 'element'> & {
  readonly link: Pick<ClassLink, 'clock' | 'tell' | 'on'>
  /** How far what is seen here lies behind the class, microseconds; and who keeps cues until then. */
  readonly delay: () => Micros
  readonly holds: () => Pick<Holds, 'holdsCue'> | undefined
  /** What this device does in its seat, asked at each cue. */
  readonly behaviour: () => SeatBehaviour
  readonly element: () => Element | null
}

const VIBRATION_MS = 120
/** A trial cue of the device's own is this far ahead. */
const TRIAL_AHEAD: Micros = 300 * MICROS_PER_MS

/**
 * Plays cues on this device: by sound where it may, by light always, by vibration where there is any.
 *
 * 1. Each cue once, at its instant, or at once when it comes late ({@link CueInbox}).
 * 2. Light obeys the cap whatever comes ({@link CueLight}).
 * 3. On a page that sees the class late, a cue plays when its instant is seen ({@link Holds}), and says so.
 * 4. What is told to the box as played was output: nothing is told of a cue that neither sounded nor shone.
 */
export class CuePlayer {
  readonly sound: CueSound
  readonly #light: CueLight
  readonly #deps: CuePlayerDeps
  readonly #inbox = new CueInbox()
  readonly #felt = new Emitter<FeltCue>()
  readonly #stop: () => void

  constructor(deps: CuePlayerDeps) {
    this.#deps = deps
    this.sound = new CueSound(deps)
    this.#light = new CueLight(deps)
    this.#stop = deps.link.on((event) => {
      if (event.type === 'news' && event.news.type === 'cue') void this.#receive(event.news.cue)
    })
  }

  onFelt(listener: (cue: FeltCue) => void): () => void {
    return this.#felt.on(listener)
  }

  /** The least time between hearing of an instant and showing it, for the class's lead. */
  get needMs(): number {
    return Math.max(this.#sounds ? this.sound.needMs : 0, this.#light.needMs)
  }

  /** A cue of this device alone, to see and hear how it will be. Tells the box nothing. */
  async trial(): Promise<void> {
    const at = this.#deps.now() + TRIAL_AHEAD
    const shown = await this.#play(at)
    if (shown) this.#felt.emit({ kind: 'trial', at: null, output: shown.output, late: false })
  }

  /** A cue of the plan that this page gives by itself, while the box is not heard. Tells the box nothing. */
  async give(at: HubTime): Promise<void> {
    const { link: { clock }, delay } = this.#deps
    if (!this.#inbox.own(at)) return
    const shown = await this.#play(clock.toLocal(later(at, delay())) ?? this.#deps.now())
    if (shown) this.#felt.emit({ kind: 'planned', at: clock.toHub(shown.at) ?? null, output: shown.output, late: false })
  }

  async end(): Promise<void> {
    this.#stop()
    await this.sound.close()
  }

  get #sounds(): boolean {
    return this.#deps.behaviour().sound && this.sound.ready
  }

  async #receive(cue: Cue): Promise<void> {
    const { link, now } = this.#deps
    const { clock } = link
    const delay = this.#deps.delay()
    const verdict = this.#inbox.receive(cue, clock.toHub(now()), delay)
    if (verdict.do === 'ignore') return
    const isHeld = verdict.do === 'play-at' && this.#deps.holds()?.holdsCue(cue, (due, lag) => void this.#playCue(due.cue, clock.toLocal(due.at), lag)) === true
    if (!isHeld) await this.#playCue(cue, verdict.do === 'play-at' ? clock.toLocal(verdict.at) : undefined, delay)
  }

  /** `local`: undefined for at once. `delay`: the page was this late on purpose. */
  async #playCue(cue: Cue, local: Micros | undefined, delay: Micros): Promise<void> {
    const { link, now } = this.#deps
    const shown = await this.#play(local ?? now())
    const at = shown && link.clock.toHub(shown.at)
    if (!shown || at === undefined) return
    link.tell({ type: 'played', cue: cue.id, at, output: shown.output, ...(delay > 0 ? { way: 'hls' as const } : {}) })
    this.#felt.emit({ kind: cue.kind, at, output: shown.output, late: at - delay - cue.at > LATE_TOLERANCE })
  }

  /** Local time of output, and by what. */
  async #play(at: Micros): Promise<{ readonly at: Micros; readonly output: CueOutput } | undefined> {
    const { behaviour, now, timers } = this.#deps
    const { sound: sounds, vibrate: vibrates } = behaviour()
    if (vibrates) timers.after(Math.max(0, (at - now()) / MICROS_PER_MS), () => vibrate(VIBRATION_MS))
    const [sounded, shone] = await Promise.all([sounds ? this.sound.play(at) : undefined, this.#light.rise(at)])
    if (sounded !== undefined) return { at: sounded, output: 'sound' }
    return shone === undefined ? undefined : { at: shone, output: 'light' }
  }
}
