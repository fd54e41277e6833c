import { type Signal, signal } from '@preact/signals'
import type { LiveNews } from '../../wire/messages.ts'
import type { ClockLamp } from '../../wire/wall-clock.ts'
import type { RecordingLamp } from '../../wire/words.ts'

export type Lamps = { readonly theftCovered: boolean; readonly recordKept: boolean; readonly media: boolean; readonly clock: ClockLamp | null }

/** What the box says of itself: whether it is safe, keeps its record, carries media, and records the class. */
export class LampsDesk {
  readonly state: Signal<Lamps> = signal({ theftCovered: true, recordKept: true, media: true, clock: null })
  /** Null before the box told. */
  readonly recording: Signal<RecordingLamp | null> = signal(null)

  hear(news: LiveNews): void {
    if (news.type === 'lamps') this.state.value = { ...this.state.peek(), recordKept: news.recordKept, media: news.media, clock: news.clock }
    if (news.type === 'recording') this.recording.value = news.recording
  }

  /** Another class, or none any more. */
  reset(): void {
    this.recording.value = null
  }
}
