import type { DeviceId, ItemId } from '../../../../../kernel/ids.ts'
import type { RunItem } from '../../../wire/run.ts'
import type { Connection } from '../connection.ts'
import type { FloorTogether } from '../floor-messages.ts'
import { CheckDesk } from './check-desk.ts'
import { ControlDesk } from './control-desk.ts'
import { BOX } from './desk.ts'
import type { TogetherDeps } from './desk.ts'
import { MusicDesk } from './music-desk.ts'
import { PollDesk } from './poll-desk.ts'
import { QuestionDesk } from './question-desk.ts'
import { StartDesk } from './start-desk.ts'
import { TimerDesk } from './timer-desk.ts'

/** What host and learners of one class do together besides cues. */
export class TogetherDesk {
  readonly starts: StartDesk
  readonly timer: TimerDesk
  readonly music: MusicDesk
  readonly poll: PollDesk
  readonly questions: QuestionDesk
  readonly check: CheckDesk
  readonly control: ControlDesk
  readonly #deps: TogetherDeps
  #item: ItemId | null = null

  constructor(deps: TogetherDeps) {
    this.#deps = deps
    this.starts = new StartDesk(deps)
    this.timer = new TimerDesk({ ...deps, starts: this.starts })
    this.music = new MusicDesk({ ...deps, starts: this.starts })
    this.poll = new PollDesk(deps)
    this.questions = new QuestionDesk(deps)
    this.check = new CheckDesk(deps)
    this.control = new ControlDesk(deps)
  }

  /**
   * The class has come to this item of its plan, or past the last one (null). What the former item
   * began ends; the item's own music and poll begin.
   */
  onItem(item: RunItem | null): void {
    const before = this.#item
    this.resume(item)
    if (!this.#deps.isLive()) return
    if (before !== null && before !== item?.id) {
      this.music.endedWith(before)
      this.poll.endedWith(before)
    }
    if (item === null || before === item.id) return
    // A plan may name a track that was removed since: the item goes on without.
    if (item.music !== null && this.#deps.track(item.music)) this.music.start(BOX, item.music, item.id)
    if (item.poll !== null) this.poll.open(BOX, item.poll, item.id)
  }

  /** After a restart the class is still at this item: its music and poll are put back by {@link restore}, if they were on. */
  resume(item: Pick<RunItem, 'id' | 'kind'> | null): void {
    this.#item = item?.id ?? null
    this.check.atItem(item)
  }

  /** Puts back what the record says of before this process ran. */
  restore({ timer, music, poll, control, checked }: FloorTogether): void {
    if (timer) this.timer.restore(timer)
    if (music) this.music.restore(music)
    this.poll.restore(poll)
    this.control.restore(control)
    for (const { seat, item } of checked) this.check.restore(seat, item)
    // The plan may have gone on while the box was away.
    if (music && music.item !== this.#item) this.music.endedWith(music.item)
    if (poll.poll && poll.poll.item !== this.#item) this.poll.endedWith(poll.poll.item)
  }

  /** Tells somebody who just came in all there is. */
  entered(connection: Connection): void {
    connection.say({ type: 'timer', timer: this.timer.current })
    connection.say({ type: 'music', music: this.music.current })
    this.poll.entered(connection)
    this.questions.entered(connection)
    this.control.entered(connection)
  }

  crewChanged(runsTheRoom: (device: DeviceId) => boolean): void {
    this.control.crewChanged(runsTheRoom)
  }

  /** The class is being ended: what is still open reaches the record and the figures. */
  closing(here: number): void {
    this.timer.stop()
    this.music.stop()
    this.poll.end()
    this.#deps.figures.stayed(here)
  }

  /** The class is over. */
  forget(): void {
    this.poll.forget()
    this.questions.forget()
  }
}
