import type { Crypto } from '../../../../kernel/crypto.ts'
import type { Malformed } from '../../../../kernel/failures.ts'
import type { SeatId } from '../../../../kernel/ids.ts'
import type { Rung, RungCause } from '../../../../kernel/ladder.ts'
import type { HubTime, Micros } from '../../../../kernel/time.ts'
import type { DeviceKey } from '../../../../ui/device-key.ts'
import type { Timers } from '../../../../ui/timers.ts'
import type { RtpAnchor } from '../../rules/clock/frame-clock.ts'
import type { LiveNews } from '../../wire/messages.ts'
import type { LinkRung, Prepared } from '../../wire/words.ts'
import type { PageSocket } from './socket-session.ts'

/** Where a page stands with its class. */
export type LinkPhase =
  | { readonly phase: 'arriving' }
  | { readonly phase: 'entered'; readonly seat: SeatId | null }
  /** The socket is gone; it is tried again by itself. `failures` in a row. */
  | { readonly phase: 'lost'; readonly failures: number }
  /** The box said no (code of a refusal); `retry` of the link asks again. */
  | { readonly phase: 'refused'; readonly code: string }
  /** Too many pages of this seat are open; this one gave way. */
  | { readonly phase: 'replaced' }
  | { readonly phase: 'ended' }

export type LinkEvent =
  | { readonly type: 'phase'; readonly phase: LinkPhase }
  /** Everything the box says, answers to probes and commands apart. Cues and starts come once per delivery; those of the channel in any order. */
  | { readonly type: 'news'; readonly news: LiveNews; readonly way?: 'channel' }
  | { readonly type: 'anchor'; readonly kind: 'audio' | 'video'; readonly anchor: RtpAnchor }
  /** Where the box's own sending to this page stands. */
  | { readonly type: 'rung'; readonly rung: { readonly rung: Rung; readonly cause: RungCause; readonly since: HubTime } }
  | { readonly type: 'channel'; readonly open: boolean }
  /** The clock was learned anew: what was planned by it must be planned again. */
  | { readonly type: 'era' }
  | { readonly type: 'fault'; readonly fault: Malformed }

/** What the page's other parts add to a report. Milliseconds. Left out: not known. */
export type PageReport = {
  readonly videoMs: number[] | null
  readonly joinMs: number | null
  readonly outputNeedMs: number
  readonly rung?: LinkRung | undefined
  readonly jitterMs?: number | null
  readonly prepared?: Prepared | undefined
  /** This device's wall time at shared time 0, milliseconds since 1970. */
  readonly wallAtZero?: number | undefined
}

/** Milliseconds; null where not known. */
export type LinkReading = {
  readonly roundTripMs: number | null
  readonly clockErrorMs: number | null
  /** The clock is good enough for cues. */
  readonly good: boolean
  /** Whether the data channel is open. */
  readonly channel: boolean
}

/** What of a data channel is used. */
export type PageChannel = Pick<RTCDataChannel, 'readyState' | 'send' | 'onmessage' | 'onopen' | 'onclose'>

export type LinkDeps = {
  readonly code: string
  readonly as: 'seat' | 'studio' | 'screen'
  readonly key: DeviceKey
  readonly crypto: Crypto
  /** Opens a socket to the box's live address. */
  readonly open: () => PageSocket
  readonly timers: Timers
  /** The device's own clock, microseconds. */
  readonly now: () => Micros
  /** In [0, 1). */
  readonly random: () => number
}
