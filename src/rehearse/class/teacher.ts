import { backOffMs } from '../../features/live/rules/link/back-off.ts'
import { MEDIA_DOORS } from '../../features/live/wire/routes.ts'
import { monotonicMs } from '../media/stamp.ts'
import { SyntheticStage } from '../media/stage.ts'
import type { Host } from '../people/host.ts'

/** The box speaks to who sends at least every second; a studio that hears nothing for so long asks for a new session. */
const SUSPECTED_MS = 1500
const LOOK_MS = 200

/** Keeps the studio's picture and sound on the air, by a new session when the box has fallen silent. */
export class Teacher {
  readonly #host: Host
  #stage: SyntheticStage | undefined
  #resource: string | undefined
  #failures = 0
  #isOn = false
  #timer: NodeJS.Timeout | undefined

  constructor(host: Host) {
    this.#host = host
  }

  /** Resolves when picture and sound are under way for the first time. */
  async start(): Promise<void> {
    this.#isOn = true
    await this.#open()
    this.#next(LOOK_MS)
  }

  /** Leaves properly, as a studio does. */
  async stop(): Promise<void> {
    this.#isOn = false
    clearTimeout(this.#timer)
    this.#stage?.stop()
    this.#stage = undefined
    if (this.#resource !== undefined) await this.#host.page.client.signed({ method: 'DELETE', path: this.#resource })
    this.#resource = undefined
  }

  /** Goes without a word, as when the program or its machine dies. */
  vanish(): void {
    this.#isOn = false
    clearTimeout(this.#timer)
    this.#stage?.stop()
    this.#stage = undefined
    this.#resource = undefined
  }

  async #open(): Promise<void> {
    const { page, code } = this.#host
    this.#stage = await SyntheticStage.start(async (body) => {
      const { text, headers } = await page.client.signed({ method: 'POST', path: MEDIA_DOORS.whip.replace(':code', code), body, contentType: 'application/sdp' })
      this.#resource = new URL(headers.get('location') ?? '', page.base).pathname
      return text
    })
  }

  #next(ms: number): void {
    this.#timer = setTimeout(() => {
      if (this.#stage && monotonicMs() - this.#stage.heardMs < SUSPECTED_MS) return this.#next(LOOK_MS)
      this.#stage?.stop()
      this.#stage = undefined
      this.#open().then(
        () => {
          this.#failures = 0
          if (this.#isOn) this.#next(LOOK_MS)
          else this.#stage?.stop()
        },
        () => { if (this.#isOn) this.#next(backOffMs(++this.#failures, Math.random())) }, // The box is away; it is asked again.
      )
    }, ms)
  }
}
