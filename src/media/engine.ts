import type { MessagePort } from 'node:worker_threads'
import type { Rung, RungCause } from '../kernel/ladder.ts'

/**
 * The SFU on one page. Nothing here knows of classes, seats or roles: a *room* has *publishers*
 * and *subscribers*; one publisher at a time is the room's *programme*, others may be *voices*.
 *
 * The engine lives in one worker thread (`media/worker.ts`) and is reached by `media/engine-port.ts`,
 * which has this same interface. Messages of the data channels do not pass through here: they go
 * over a MessagePort of their own ({@link ChannelMessage}), so that a cue crosses no busy thread.
 */
export interface MediaEngine {
  /**
   * Answers a WHIP offer. Throws `Malformed` when it is none, and `Refused('NO_USABLE_CODEC')` when
   * nothing of it could be served; so does {@link subscribe}. A publisher replaces no other: who is
   * shown is decided by {@link setProgramme}. An id that is already there is closed first.
   */
  publish(room: string, publisher: string, offer: string): Promise<Answer>
  /** Answers a WHEP offer. */
  subscribe(room: string, subscriber: string, offer: string, wants: Wants): Promise<Answer>
  /** Ends a publisher or subscriber; unknown ids are ignored. */
  close(id: string): Promise<void>
  /** Whose tracks go out on the programme lines; the picture changes on its next keyframe. */
  setProgramme(room: string, publisher: string | undefined): Promise<void>
  /** Whose sound goes out on the extra audio lines of our own pages, by line (0 and 1). */
  setVoice(room: string, line: 0 | 1, publisher: string | undefined): Promise<void>
  setWants(subscriber: string, wants: Wants): Promise<void>
  /**
   * What a publisher that knows the hub's clock says of its own: hub time = its NTP time, as its
   * sender reports give it (microseconds since 1970), + `ntpToHubOffsetMicros`. Frames are then
   * anchored at their capture.
   */
  setPublisherClock(publisher: string, ntpToHubOffsetMicros: number): Promise<void>
  /** Whose picture and sound the recorder gets; nobody's when undefined. Whether it keeps up changes nothing for anybody else. */
  setTap(room: string, publisher: string | undefined): Promise<void>
  /** The recorder listens at the other end (`media/tap.ts`), in place of any that did before. */
  connectTap(port: MessagePort): void
  /**
   * Has what goes to a subscriber pass a narrow place of this rate, below everything that adapts to links; null
   * takes it away. For showing what a bad link does.
   */
  choke(subscriber: string, bitsPerSecond: number | null): Promise<void>
  stats(): Promise<EngineStats>
  onEvent(listen: (event: EngineEvent) => void): void
  stop(): Promise<void>
}

/** An SDP answer, and what of the offer could not be served (a sentence is made of it elsewhere). */
export type Answer = { readonly sdp: string; readonly notes: readonly AnswerNote[] }
export type AnswerNote = 'VIDEO_CODEC_NOT_OFFERED' | 'AUDIO_CODEC_NOT_OFFERED'

/** What a subscriber is to be sent. `layer` is the highest simulcast layer allowed, 0 the smallest. */
export type Wants = { readonly audio: boolean; readonly video: boolean; readonly layer: number }
export const WANTS_ALL: Wants = { audio: true, video: true, layer: 9 }
export const WANTS_NOTHING: Wants = { audio: false, video: false, layer: 0 }

/** Times are on the hub's monotonic clock, microseconds. */
export type EngineEvent =
  | { readonly type: 'connected'; readonly id: string; readonly at: number }
  | { readonly type: 'closed'; readonly id: string; readonly at: number; readonly reason: CloseReason }
  /**
   * The first media packet of a publisher's audio or video, and each loss (no packet for one second
   * of sound, two of picture) and return of it.
   */
  | { readonly type: 'media'; readonly id: string; readonly kind: 'audio' | 'video'; readonly flowing: boolean; readonly at: number }
  | { readonly type: 'channel'; readonly id: string; readonly open: boolean; readonly at: number }
  /** The first programme packet that was sent to a subscriber. */
  | { readonly type: 'served'; readonly id: string; readonly kind: 'audio' | 'video'; readonly at: number }
  /** Whether a subscriber with a picture line can decode the programme; told when it changes, true at first. */
  | { readonly type: 'playable'; readonly id: string; readonly playable: boolean; readonly at: number }
  /** Our own failure while serving one peer, which is closed, or at a room's line to the recorder, which rests for a moment; the rest goes on. For the log. */
  | { readonly type: 'defect'; readonly id: string; readonly stack: string; readonly at: number }
export type CloseReason = 'asked' | 'ice-failed' | 'peer-closed' | 'protocol' | 'defect'

/**
 * Ties RTP timestamps as a subscriber sees them to the hub's clock, sent over its data channel once
 * a second: the frame with `rtp` was captured (or, where the publisher's clock is not known, arrived)
 * at `at`.
 */
export type FrameAnchor = { readonly kind: 'audio' | 'video'; readonly rtp: number; readonly at: number; readonly quality: 'capture' | 'arrival' }

/** Where a subscriber stands on the ladder, sent over its data channel as `{"rung": …}` with every change and once a second. */
export type RungNote = { readonly rung: Rung; readonly cause: RungCause; readonly since: number }

export type LayerStats = { readonly rid: string; readonly bitsPerSecond: number; readonly packets: number; readonly lost: number }
export type PublisherStats = {
  readonly id: string; readonly room: string; readonly videoCodec: string | undefined
  readonly layers: readonly LayerStats[]; readonly roundTripMs: number | undefined
}
export type SubscriberStats = {
  readonly id: string; readonly room: string; readonly layer: number | undefined
  readonly sentPackets: number; readonly retransmitted: number; readonly lostFraction: number
  readonly roundTripMs: number | undefined; readonly channelOpen: boolean
  /** What the subscriber's own receiver estimates its path to carry (REMB); undefined when it sends none. */
  readonly estimatedBitsPerSecond: number | undefined
  /** Where it stands on the ladder, and why not higher (`kernel/ladder.ts`). */
  readonly rung: Rung
  readonly cause: RungCause
  /** What we estimate its path to carry, bits per second; undefined while nothing is known. */
  readonly estimate: number | undefined
}
export type EngineStats = {
  readonly publishers: readonly PublisherStats[]; readonly subscribers: readonly SubscriberStats[]
  readonly packetsIn: number; readonly packetsOut: number; readonly sendFailures: number
}

/**
 * Between the media thread and whoever owns the messages (the live thread), over a MessagePort.
 * `send`: each text goes to each subscriber `times` times, `gapMs` apart, over an unordered channel
 * without retransmission, since a repeated message arrives sooner than a retransmitted one; the
 * receiver drops what it already has. Time probes are answered inside the media thread: a channel
 * message `{"p":<any number>}` comes back at once as `{"p":<same>,"t":<hub time, µs>}`.
 */
export type ChannelMessage =
  | { readonly type: 'send'; readonly to: readonly string[]; readonly text: string; readonly times: number; readonly gapMs: number }
  | { readonly type: 'received'; readonly from: string; readonly text: string; readonly at: number }
  | { readonly type: 'channel'; readonly id: string; readonly open: boolean }
