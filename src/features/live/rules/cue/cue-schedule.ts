import type { CueId } from '../../../../kernel/ids.ts'
import { type HubTime, hubTime, type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { LiveRefusal } from '../../wire/refusals.ts'
import type { ClassPhase, Cue, CueKind } from '../../wire/words.ts'
import { LEAD_FLOOR_MS } from './cue-lead.ts'

/** Between two cues, so that their light rises at most twice a second. */
export const LEAST_GAP: Micros = 500 * MICROS_PER_MS
/** A press is taken as no older than this; an older stamp tells of a bad clock, not of a slow link. */
export const OLDEST_PRESS: Micros = 2 * MICROS_PER_SECOND
/** Press to play is kept under 150 ms where links allow; this leaves one frame of a screen. */
const PRESS_TO_INSTANT: Micros = 133 * MICROS_PER_MS

export type CuePress = { readonly id: CueId; readonly kind: CueKind; readonly pressedAt: HubTime }
export type CueContext = {
  readonly phase: ClassPhase
  readonly now: HubTime
  /** From {@link CueLead.leadMicros}. */
  readonly lead: Micros
  /** The instant of the class's last cue. */
  readonly lastAt: HubTime | undefined
}
export type CueDecision =
  | { readonly ok: true; readonly cue: Cue; readonly pressedAt: HubTime }
  | { readonly ok: false; readonly refusal: Extract<LiveRefusal, 'CLASS_NOT_LIVE' | 'CUES_TOO_FAST'> }

/**
 * When a pressed cue is to be played.
 *
 * 1. A cue's instant is always later than now, by the floor of leads at least.
 * 2. Two cues of a class are at least {@link LEAST_GAP} apart.
 * 3. A press that spent its time on the way shortens the lead, never below the floor.
 * 4. `pressedAt` of the answer lies between now less {@link OLDEST_PRESS} and now.
 *
 * Trial cues work in the lobby too; others need a live class.
 */
export function decideCue(press: CuePress, context: CueContext): CueDecision {
  const open = context.phase === 'live' || (press.kind === 'trial' && context.phase === 'lobby')
  if (!open) return { ok: false, refusal: 'CLASS_NOT_LIVE' }

  const pressedAt = hubTime(Math.min(context.now, Math.max(press.pressedAt, context.now - OLDEST_PRESS, 0)))
  const wanted = Math.min(context.now + context.lead, pressedAt + PRESS_TO_INSTANT)
  const at = hubTime(Math.max(wanted, context.now + LEAD_FLOOR_MS * MICROS_PER_MS))
  if (context.lastAt !== undefined && at - context.lastAt < LEAST_GAP) return { ok: false, refusal: 'CUES_TOO_FAST' }
  return { ok: true, cue: { id: press.id, at, kind: press.kind }, pressedAt }
}
