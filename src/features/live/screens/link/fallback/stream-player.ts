import type { HubTime } from '../../../../../kernel/time.ts'
import type { Client } from '../../../../../ui/client.ts'

/** A player of the class's stream over plain requests, for pages that WebRTC does not reach. It plays from the moment it is open. */
export type StreamPlayer = {
  /** The shared time at which what is seen and heard now was taken; null before the first frame or sound. */
  programmeTime(): HubTime | null
  /** Lets go of the element. */
  close(): void
}

export type StreamWish = {
  readonly code: string
  readonly client: Pick<Client, 'call'>
  /** Where it plays; the page itself sets whether it is muted. */
  readonly element: HTMLVideoElement
  /** It will play no more by itself: the stream has ended, or cannot be played here. */
  readonly onEnded: () => void
}

/**
 * Opens the class's stream. It belongs to another feature, and its script is large: the page's entry hands it
 * in, and it is loaded when it is first wanted. Rejects as the client does.
 */
export type OpenStream = (wish: StreamWish) => Promise<StreamPlayer>
