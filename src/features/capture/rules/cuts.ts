import { MICROS_PER_SECOND } from '../../../kernel/time.ts'

/** Where a class is cut. Microseconds on the shared clock throughout. */

/** A keyframe this long after a segment began ends it. */
export const CUT_AFTER = 1_500_000
/** A keyframe is asked for when a segment is this old; with what the source needs for it that makes two seconds. */
export const ASK_AFTER = 1_900_000
/** Sound alone is cut here. */
export const SOUND_ONLY = 2_000_000
/** Without a picture for this long the class goes on as sound. A page's picture that stands still comes once a second. */
export const PICTURE_LOST = 3_000_000
/** How long sound is waited for once a picture has ended a segment, and the first keyframe once sound is there. */
export const WAIT_FOR_OTHER = 1_000_000
/** What is shorter is not worth a segment of its own. */
export const LEAST = 250_000
/** Sound that stopped is silence for so long; then it has stopped. */
export const SOUND_LOST = 10_000_000

export type Cut = {
  /** Where the segment ends and, if anything follows, the next begins. */
  readonly at: number
  /** The picture does not go on behind it until its next keyframe. */
  readonly pictureLost: boolean
}

export type KeyPicture = { readonly at: number; readonly sameStream: boolean }

/**
 * Where the open segment ends; undefined: not yet.
 * 1. A segment with a picture ends at a keyframe, and so does one without when a picture begins.
 * 2. A picture of another configuration begins a segment of its own.
 * 3. A picture that stops does not hold the sound.
 */
export function findCut(open: { readonly from: number; readonly hasPicture: boolean }, keys: readonly KeyPicture[], seen: {
  /** End of the last sound; -Infinity: none. */
  readonly soundTo: number
  /** When the last picture was, and came. */
  readonly picture: { readonly at: number; readonly arrival: number }
  readonly now: number
}): Cut | undefined {
  if (!open.hasPicture) {
    const [key] = keys
    // It may have been on its way for longer than the sound was.
    if (key) return { at: Math.max(key.at, open.from), pictureLost: false }
    return seen.soundTo - open.from >= SOUND_ONLY ? { at: open.from + SOUND_ONLY, pictureLost: false } : undefined
  }
  const key = keys.find(({ at, sameStream }) => at > open.from && (!sameStream || at - open.from >= CUT_AFTER))
  if (key) return { at: key.at, pictureLost: false }
  if (seen.now - seen.picture.arrival < PICTURE_LOST) return undefined
  // What came of the sound meanwhile belongs to the segments behind it.
  return { at: Math.max(seen.picture.at + MICROS_PER_SECOND / 30, Math.min(seen.soundTo, open.from + SOUND_ONLY)), pictureLost: true }
}
