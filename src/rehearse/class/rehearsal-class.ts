import { setPlan } from '../../features/live/wire/routes.ts'
import type { ItemKind, Plan, PlanItem } from '../../features/live/wire/run.ts'
import { ItemId } from '../../kernel/ids.ts'
import { m } from '../../words/messages.js'
import type { RehearsalBox } from '../box/rehearsal-box.ts'
import { MediaFigures } from '../media/media-meter.ts'
import type { NetworkName } from '../networks.ts'
import { Host } from '../people/host.ts'
import { seatOf } from '../people/seats.ts'
import { SyntheticLearner } from '../people/synthetic-learner.ts'
import { Answers } from './answers.ts'
import { CueLog } from './cue-log.ts'
import { RecordingCheck } from './recording-check.ts'
import { Teacher } from './teacher.ts'

const LEAST_ITEM_SECONDS = 5

/** A class in rehearsal: its host, its teacher's picture and sound, its learners, and what each part measures. */
export class RehearsalClass implements AsyncDisposable {
  readonly host: Host
  readonly teacher: Teacher
  readonly cues: CueLog
  readonly answers: Answers
  readonly recording: RecordingCheck
  readonly learners: SyntheticLearner[] = []
  /** Of the whole class. */
  readonly media = new MediaFigures()
  /** Of the stretch in which the links are narrow and everybody has had time to step down. */
  readonly narrowFigures = new MediaFigures()
  #isNarrow = false
  readonly #box: RehearsalBox
  readonly #network: NetworkName
  #stretch = this.media

  private constructor(host: Host, box: RehearsalBox, network: NetworkName) {
    this.host = host
    this.#box = box
    this.#network = network
    this.teacher = new Teacher(host)
    this.cues = new CueLog(host)
    this.answers = new Answers(host, { question: m.rehearse_poll_question(), options: [m.rehearse_poll_yes(), m.rehearse_poll_no()] })
    this.recording = new RecordingCheck(host)
  }

  /** The studio's end: a plan, an open lobby, picture and sound arriving. */
  static async open(box: RehearsalBox, network: NetworkName, seconds: number): Promise<RehearsalClass> {
    const { studioLink, code } = box.invitation()
    const host = await Host.pair(studioLink, code)
    try {
      await host.page.client.call(setPlan, { params: { code }, input: { plan: planOf(seconds) } })
      await host.openLobby()
      await host.enter()
      const made = new RehearsalClass(host, box, network)
      await made.teacher.start()
      return made
    } catch (error) {
      host.close()
      throw error
    }
  }

  /** One learner more, who has the number `place`. */
  async join(place: number): Promise<SyntheticLearner> {
    const learner = await SyntheticLearner.join({
      ports: { http: this.#box.port, media: this.#box.port }, code: this.host.code, network: this.#network,
      choice: { kind: seatOf(place), headphones: false }, seed: 1 + place * 10, figures: this.#stretch,
    })
    this.learners.push(learner)
    return learner
  }

  narrow(what: 'begins' | 'ends'): void {
    this.#isNarrow = what === 'begins'
    this.countInto(this.#stretch)
  }

  /** What comes from now on counts there, and in what that is part of. */
  countInto(figures: MediaFigures): void {
    this.#stretch = figures
    for (const { meter } of this.learners) meter.countInto(figures, this.#isNarrow ? this.narrowFigures : undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.teacher.vanish()
    this.host.close()
    await Promise.all(this.learners.map((learner) => learner[Symbol.asyncDispose]()))
  }
}

/** A live check, then practice until the end. */
function planOf(seconds: number): Plan {
  const check = Math.max(LEAST_ITEM_SECONDS, Math.round(seconds / 10))
  return { objective: '', items: [item('a', 'check', m.rehearse_item_check(), check), item('b', 'practice', m.rehearse_item_practice(), Math.max(LEAST_ITEM_SECONDS, seconds - check + 60))] }
}

function item(letter: string, kind: ItemKind, title: string, seconds: number): PlanItem {
  return { id: ItemId.parse(`item_${letter.repeat(16)}`), title, kind, seconds, overrun: 'push', cues: [], poll: null, music: null }
}
