import { elapsedMs, MICROS_PER_MS } from '../../kernel/time.ts'
import type { HubTime } from '../../kernel/time.ts'
import type { SeatId } from '../../kernel/ids.ts'
import type { ClassLink } from '../../features/live/screens/link/class-link.ts'
import { takeSeat } from '../../features/live/wire/routes.ts'
import type { Cue, SeatChoice } from '../../features/live/wire/words.ts'
import { monotonicMs } from '../media/stamp.ts'
import { Page } from './page.ts'
import { waitFor } from '../wait-for.ts'

/** A cue as it was played. `at`: by the learner's own idea of the shared time; `playedMs`: by this machine's monotonic clock. */
export type Felt = { readonly cue: Cue; readonly at: HubTime; readonly playedMs: number }

/**
 * A learner without a screen, over the real protocols: takes a seat, holds the link, learns the
 * clock, and plays every cue at its instant by its own idea of the time.
 */
export class Learner {
  readonly page: Page
  readonly felt: Felt[] = []
  readonly link: ClassLink
  readonly seat: SeatId

  private constructor(page: Page, link: ClassLink, seat: SeatId) {
    this.page = page
    this.link = link
    this.seat = seat
    const known = new Set<string>()
    link.on((event) => {
      if (event.type !== 'news' || event.news.type !== 'cue' || known.has(event.news.cue.id)) return
      known.add(event.news.cue.id)
      this.#play(event.news.cue)
    })
  }

  /** Takes the seat, enters, and waits until the clock is good enough for cues. */
  static async join(base: string, code: string, choice: SeatChoice = { kind: 'elsewhere', headphones: false }, name?: string): Promise<Learner> {
    const learner = await Learner.enter(base, code, choice, name)
    await learner.ready()
    return learner
  }

  /** Takes the seat and enters. */
  static async enter(base: string, code: string, choice: SeatChoice, name?: string): Promise<Learner> {
    const page = new Page(base)
    const { seat } = await page.client.call(takeSeat, { params: { code }, input: { choice, ...(name === undefined ? {} : { name }) } })
    try {
      return new Learner(page, await page.enter(code, 'seat'), seat)
    } catch (error) {
      page.close()
      throw error
    }
  }

  /** Reads the clock's state at its own pace, since a good clock announces itself by no event. */
  async ready(within = 10_000): Promise<void> {
    await waitFor('the clock to be good enough for cues', () => this.link.reading().good, { within })
    this.link.reportWith(() => ({ videoMs: null, joinMs: 1, outputNeedMs: 0, wallAtZero: Date.now() - this.now() / MICROS_PER_MS }))
    this.link.report()
  }

  raiseHand(up = true) {
    return this.link.send({ type: 'raise-hand', up, at: this.now() })
  }

  confirmRep(count: number) {
    return this.link.send({ type: 'confirm-rep', count, at: this.now() })
  }

  now(): HubTime {
    const now = this.link.hubNow()
    if (now === undefined) throw new Error('a learner before its clock')
    return now
  }

  close(): void {
    this.page.close()
  }

  #play(cue: Cue): void {
    const wait = Math.max(0, elapsedMs(this.now(), cue.at))
    setTimeout(() => {
      const [at, playedMs] = [this.now(), monotonicMs()]
      this.felt.push({ cue, at, playedMs })
      this.link.tell({ type: 'played', cue: cue.id, at, output: 'light' })
    }, wait)
  }
}
