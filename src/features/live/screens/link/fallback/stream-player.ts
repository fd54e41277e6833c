import type { HubTime, Micros } from '../../../../../kernel/time.ts'
import type { Client } from '../../../../../ui/client.ts'
import type { Timers } from '../../../../../ui/timers.ts'

/** A player of the class's stream over plain requests, for pages that WebRTC does not reach. */
export type StreamPlayer = {
  /** From a press: starts what the browser held back. */
  play(): void
  /** The shared time at which what is seen and heard now was taken; null while not known. */
  programmeTime(): HubTime | null
  /** Lets go of the element; nothing is told afterwards. */
  close(): void
}

export type StreamWish = {
  readonly code: string
  readonly client: Pick<Client, 'signed'>
  /** Where it plays; the page sets whether it is muted. */
  readonly media: HTMLMediaElement
  readonly timers: Timers
  readonly now: () => Micros
  readonly hubNow: () => HubTime | undefined
  /** What is seen and heard has moved on; several times a second while it does. */
  readonly onProgress: () => void
  readonly onNeedsPress: () => void
  /** It will play no more by itself: it was refused, has ended, or cannot be played here. */
  readonly onEnded: () => void
}

/** The stream's player belongs to another feature, and its script is large: the page's entry hands it in. */
export type StreamSource = {
  /** Loads the script ahead. */
  prepare(): void
  /** Plays from now on. Rejects when the script does not arrive. */
  open(wish: StreamWish): Promise<StreamPlayer>
}
