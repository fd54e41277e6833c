import { type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'

/** Media that has not moved for this long has a gap. */
export const GAP: Micros = 1500 * MICROS_PER_MS
/** A page looks for another way ahead once WebRTC has been silent for this long. */
export const LIKELY_AFTER: Micros = 2 * MICROS_PER_SECOND

/** What is looked at. Instants are of the device's own clock; undefined where it has not happened. */
export type WebrtcSigns = {
  /** The box says that there is something, the seat wants it, and the box has not stopped sending it for the link's sake. */
  readonly wanted: boolean
  /** The page's socket is in the class. */
  readonly linked: boolean
  /** Picture or sound last moved. */
  readonly webrtcAt: Micros | undefined
  /** The data channel answered last: as good as media as long as none is wanted. */
  readonly answeredAt: Micros | undefined
}

/**
 * Whether WebRTC is as it should be. Only progress of media counts, never that something is open. Where
 * none is wanted, answers over the data channel stand for it; and where the page's socket is gone, nothing is held
 * against anybody.
 */
export function isAsItShould({ wanted, linked, webrtcAt, answeredAt }: WebrtcSigns, now: Micros): boolean {
  return !linked || isRecent(webrtcAt, now) || (!wanted && isRecent(answeredAt, now))
}

export function isRecent(at: Micros | undefined, now: Micros): boolean {
  return at !== undefined && now - at <= GAP
}
