import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { HubTime, WallTime } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import { setRecording } from '../../wire/routes.ts'
import { NOT_RECORDED, type Recording } from '../../wire/words.ts'
import { type ClassNow, wallOf } from './recording-view.ts'

export type RecordingDeps = {
  readonly client: Pick<Client, 'call'>
  readonly class: ReadonlySignal<ClassNow | null>
  /** As the box tells it while the class is open; null before it did. */
  readonly told: ReadonlySignal<Recording | null>
  /** The shared time, renewed several times a second. */
  readonly now: ReadonlySignal<HubTime | null>
  readonly wallNow: () => WallTime
  /** Does it, shows the person a refusal, and answers whether it was done. */
  readonly ask: (act: () => Promise<unknown>) => Promise<boolean>
}

/** Whether a class is recorded, and switching it. The box is the only truth: what the page shows came from it. */
export class RecordingDesk {
  readonly recording: Signal<Recording> = signal(NOT_RECORDED)
  readonly class: ReadonlySignal<ClassNow | null>
  readonly now: ReadonlySignal<HubTime | null>
  /** The host was asked, and would rather not: the question folds away until they think otherwise. */
  readonly declined: Signal<boolean> = signal(false)
  readonly isLive: ReadonlySignal<boolean>
  /** The host has said yes for this class; from then on one tap switches. */
  readonly confirmed: ReadonlySignal<boolean>
  /** The question stands on the page. */
  readonly asks: ReadonlySignal<boolean>
  readonly #deps: RecordingDeps

  constructor(deps: RecordingDeps) {
    this.#deps = deps
    this.class = deps.class
    this.now = deps.now
    this.isLive = computed(() => deps.class.value?.phase === 'live')
    this.confirmed = computed(() => this.recording.value.since !== null || this.recording.value.state !== 'off')
    this.asks = computed(() => !this.confirmed.value && !this.declined.value)
    let code: string | undefined
    effect(() => {
      const [told, at] = [deps.told.value, deps.class.value?.code]
      if (at !== code) this.declined.value = false
      if (told !== null || at !== code) this.recording.value = told ?? NOT_RECORDED
      code = at
    })
  }

  /** The one key: on the record, or off it. Without the host's word for this class it asks for that first. */
  press(): void {
    if (this.confirmed.peek()) void this.switchTo(this.recording.peek().state === 'off')
    else this.declined.value = false
  }

  switchTo(on: boolean): Promise<boolean> {
    return this.#deps.ask(async () => {
      const code = this.class.peek()?.code
      if (code === undefined) return
      const { recording } = await this.#deps.client.call(setRecording, { params: { code }, input: { on } })
      this.recording.value = recording
    })
  }

  /** By this page's own clock; undefined while the shared time is not known. */
  wallOf(at: HubTime): WallTime | undefined {
    const now = this.now.value
    return now === null ? undefined : wallOf(at, now, this.#deps.wallNow())
  }
}
