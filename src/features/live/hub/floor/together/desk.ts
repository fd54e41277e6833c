import type { Crypto } from '../../../../../kernel/crypto.ts'
import type { CueId, SeatId } from '../../../../../kernel/ids.ts'
import type { HubTime } from '../../../../../kernel/time.ts'
import type { ChannelMessage } from '../../../../../media/engine.ts'
import type { Timers } from '../../../../../platform/timers.ts'
import type { FiguresCollector } from '../../../rules/figures/collector.ts'
import type { RosterEvent } from '../../../rules/roster.ts'
import type { TrackRef } from '../../../wire/run.ts'
import type { RosterLine } from '../../../wire/words.ts'
import type { Audience } from '../audience.ts'
import type { FloorFact, FloorTrack, Offer } from '../floor-messages.ts'

/** What the desks of a room stand on; each takes what it uses. */
export type TogetherDeps = {
  readonly now: () => HubTime
  /** False from the moment the end of the class is being written down: nothing more goes on record. */
  readonly isLive: () => boolean
  readonly crypto: Pick<Crypto, 'randomBytes'>
  readonly timers: Timers
  readonly channels: (message: ChannelMessage) => void
  readonly audience: Audience
  /** Seats with somebody awake at them. */
  readonly here: () => readonly SeatId[]
  readonly line: (seat: SeatId) => RosterLine | undefined
  readonly note: (event: RosterEvent) => boolean
  /** What the slowest device needs between a message's sending and its instant, milliseconds. */
  readonly largestNeedMs: () => number | undefined
  /** Answers the fact's number, by which to hear when it is kept. */
  readonly record: (actor: string, fact: FloorFact) => number
  /** What somebody said, to be kept if they agreed to that; the core decides. */
  readonly offer: (fact: Offer['fact']) => void
  readonly giveCue: (cue: GivenCue) => void
  readonly track: (ref: TrackRef) => FloorTrack | undefined
  readonly figures: Pick<FiguresCollector, 'startSettled' | 'pollsAre' | 'pollsWere' | 'questionsAre' | 'checkAnswered' | 'stayed'>
}

/** A cue that the box gives by itself. */
export type GivenCue = { readonly id: CueId; readonly at: HubTime; readonly word: string | undefined }

/** Who did it, when nobody did: a timer's end, an item of the plan. */
export const BOX = 'box'
