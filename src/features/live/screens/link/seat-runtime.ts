import type { Crypto } from '../../../../kernel/crypto.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { type Capabilities, keepAwake } from '../../../../ui/capabilities.ts'
import type { Client } from '../../../../ui/client.ts'
import type { DeviceKey } from '../../../../ui/device-key.ts'
import { type SeatBehaviour, seatBehaviour } from '../../rules/seat-behaviour.ts'
import type { ClassView, SeatChoice } from '../../wire/words.ts'
import { ClassLink } from './class-link.ts'
import { CuePlayer } from './cue-player.ts'
import { openLiveSocket, pageDeps } from './page-deps.ts'
import { followPage } from './page-life.ts'
import type { Sent } from './socket-session.ts'
import { Watch } from './watch.ts'

/** The box takes a stamp from the future as now, which is what a page without a clock means. */
const NOT_KNOWN = hubTime(Number.MAX_SAFE_INTEGER)

export type SeatRuntimeDeps = {
  readonly code: string
  readonly choice: SeatChoice
  readonly key: DeviceKey
  readonly crypto: Crypto
  readonly client: Client
  readonly capabilities: Capabilities
  /** Where the light falls: the element at or above the page's screen. */
  readonly light: () => Element | null
}

/**
 * All of a learner's page that runs beneath its screens, once a seat is taken: the link, picture and
 * sound, cues, reports. Screens listen to the three parts and call the few verbs.
 */
export class SeatRuntime {
  readonly link: ClassLink
  readonly watch: Watch
  readonly player: CuePlayer
  readonly #deps: SeatRuntimeDeps
  #choice: SeatChoice
  #joinedMs: number | null = null
  #endings: (() => void)[] = []

  constructor(deps: SeatRuntimeDeps) {
    this.#deps = deps
    this.#choice = deps.choice
    const { client, code, crypto, key, light } = deps
    const behaviour = (): SeatBehaviour => this.behaviour
    this.link = new ClassLink({ ...pageDeps, code, as: 'seat', key, crypto, open: openLiveSocket })
    this.watch = new Watch({ ...pageDeps, code, client, link: this.link, behaviour })
    this.player = new CuePlayer({ ...pageDeps, link: this.link, behaviour, element: light, frames: window })
  }

  /** What this device does in its seat. */
  get behaviour(): SeatBehaviour {
    const { audio, media, vibration } = this.#deps.capabilities
    return seatBehaviour(this.#choice, { audio, vibration, video: media })
  }

  start(): void {
    const { link, watch } = this
    const startedAt = pageDeps.now()
    link.reportWith(() => ({ videoMs: watch.takeVideoMs(), joinMs: this.#joinMs(startedAt), outputNeedMs: this.player.needMs }))
    this.#endings.push(
      link.on((event) => {
        if (event.type !== 'news') return
        if (event.news.type === 'entered' || event.news.type === 'class') watch.expect(sentNow(event.news.class))
      }),
      followPage({ link, playsOn: () => watch.reading().sound === 'playing', onNetwork: () => watch.renew() }),
      keepAwake(),
    )
    link.start()
    if (this.#deps.capabilities.media) watch.start()
  }

  end(): void {
    for (const end of this.#endings.splice(0)) end()
    this.watch.end()
    this.link.end()
    void this.player.end()
  }

  /** The box has given another seat to this device: what it does changes at once. */
  seatChanged(choice: SeatChoice): void {
    this.#choice = choice
    this.watch.seatChanged()
  }

  /** Belongs into a press's handler: from then on the browser lets the page sound. */
  async press(muted: boolean): Promise<void> {
    const sounds = this.behaviour.sound
    await Promise.all([sounds ? this.player.sound.unlock() : undefined, this.watch.setMuted(muted)])
  }

  raiseHand(up: boolean): Sent {
    return this.link.send({ type: 'raise-hand', up, at: this.link.hubNow() ?? NOT_KNOWN })
  }

  /** `count`: the learner's own total. */
  confirmRep(count: number): Sent {
    return this.link.send({ type: 'confirm-rep', count, at: this.link.hubNow() ?? NOT_KNOWN })
  }

  /** From the start to the first picture or sound; where none is to come, to a clock good enough for cues. */
  #joinMs(startedAt: number): number | null {
    if (this.#joinedMs !== null) return this.#joinedMs
    const media = this.watch.firstMediaMs
    const { picture, sound } = this.watch.reading()
    const quiet = picture === 'none' && sound === 'none'
    this.#joinedMs = media ?? (quiet && this.link.reading().good ? (pageDeps.now() - startedAt) / 1000 : null)
    return this.#joinedMs
  }
}

/** Before a class is live nothing of its programme is sent to seats. */
function sentNow({ phase, programme }: ClassView): { video: boolean; audio: boolean } {
  return phase === 'live' ? programme : { video: false, audio: false }
}
