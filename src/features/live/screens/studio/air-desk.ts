import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { PublisherId } from '../../../../kernel/ids.ts'
import { pageTimers } from '../../../../ui/timers.ts'
import type { LiveNews } from '../../wire/messages.ts'
import * as routes from '../../wire/routes.ts'
import type { Publisher } from '../../wire/words.ts'
import type { ClassLink } from '../link/class-link.ts'
import { LoudnessDesk } from './loudness/loudness-desk.ts'
import { measuring } from './loudness/measuring.ts'
import { ProgrammeEar } from './loudness/programme-ear.ts'
import type { StudioRoom } from './room.ts'
import { Sending, type SendingState, type SoundInput } from './sending.ts'
import { programmeOf } from './view.ts'

export type StreamKey = { readonly address: string; readonly key: string }
type AirDeps = {
  readonly link: () => ClassLink | undefined
  /** This device runs the class. */
  readonly hasControl: ReadonlySignal<boolean>
  /** Under which others reach the box, best first. */
  readonly addresses: ReadonlySignal<readonly string[]>
}

/** What goes out to the class: who could send and who does, what this page itself sends, and how loud it is. */
export class AirDesk {
  readonly publishers: Signal<readonly Publisher[]> = signal([])
  readonly streamKey: Signal<StreamKey | null> = signal(null)
  readonly out: Sending
  readonly loudness: LoudnessDesk
  readonly #room: StudioRoom
  readonly #deps: AirDeps

  constructor(room: StudioRoom, deps: AirDeps) {
    this.#room = room
    this.#deps = deps
    const { client } = room
    const code = (): string | null => room.class.peek()?.code ?? null
    this.out = new Sending({
      client, code, link: deps.link,
      onPublishing: (publisher) => void this.putOnAir(publisher),
      onClock: (publisher, offset) => this.#tellClock(publisher, offset),
    })
    this.loudness = new LoudnessDesk({
      measuring: computed(() => measuring({
        programme: programmeOf(this.publishers.value), mine: this.out.publisher.value,
        sends: this.out.state.value.source !== null && this.out.state.value.source !== 'obs', hasControl: deps.hasControl.value,
      })),
      timers: pageTimers,
      own: () => this.out.takeLoudness(),
      monitor: () => new ProgrammeEar({ client, code: code() ?? '' }),
      tell: (message) => deps.link()?.tell(message),
    })
  }

  get sending(): Signal<SendingState> { return this.out.state }
  get myPublisher(): Signal<PublisherId | null> { return this.out.publisher }

  hear(news: LiveNews): void {
    if (news.type === 'publishers') this.publishers.value = news.publishers
    this.loudness.hear(news)
  }

  /** Another class, or none any more. */
  reset(): void {
    this.loudness.reset()
  }

  async putOnAir(publisher: PublisherId | null): Promise<void> {
    await this.#room.step((params) => this.#room.client.call(routes.chooseProgramme, { params, input: { publisher } }))
  }

  async makeStreamKey(): Promise<void> {
    await this.#room.asking.ask(async () => {
      const code = this.#room.class.peek()?.code
      if (code === undefined) return
      const { path, key } = await this.#room.client.call(routes.makeStreamKey, { params: { code } })
      this.streamKey.value = { address: `${this.#deps.addresses.peek()[0] ?? location.origin}${path}`, key }
    })
  }

  async chooseSource(kind: 'camera' | 'screen' | 'obs'): Promise<void> { await this.#room.asking.ask(() => this.out.choose(kind)) }
  async chooseFile(file: File): Promise<void> { await this.#room.asking.ask(() => this.out.chooseFile(file)) }
  async routeSound(input: SoundInput, heard: boolean): Promise<void> { await this.#room.asking.ask(() => this.out.route(input, heard)) }
  async stopSending(): Promise<void> { await this.#room.asking.ask(async () => this.out.stop()) }

  #tellClock(publisher: PublisherId, offset: number): void {
    const code = this.#room.class.peek()?.code
    if (code === undefined) return
    const told = this.#room.client.call(routes.setPublisherClock, { params: { code, publisher }, input: { offset } })
    told.catch(() => { /* Told again in a moment; until then delay is counted from arrival. */ })
  }
}
