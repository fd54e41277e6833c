import type { TimeQuality } from '../../../kernel/entry.ts'
import type { DeviceId, PersonId } from '../../../kernel/ids.ts'
import type { WallTime } from '../../../kernel/time.ts'
import type { z } from 'zod/mini'
import type { PrivacyRefusal } from '../wire/refusals.ts'
import { PURPOSES } from '../wire/words.ts'
import type { Choices, Purpose } from '../wire/words.ts'

/**
 * What a person agreed to in one class.
 *
 * 1. The last statement on record counts, whole; who never was asked agreed to nothing.
 * 2. A no is put on record as a yes is. Taking back is a no where the last statement said yes.
 * 3. Who once spoke for themselves is overruled by nobody of the crew.
 * 4. In one class a key is one device's and a device has one key, until what ties them is erased.
 * 5. What grants anything new is said after everything said before, at a time that can be.
 * 6. What grants nothing new, a no or taking back, is refused for no clock in the world.
 * 7. A yes to being written to comes with where to.
 * 8. A class that is forgotten takes nothing any more.
 */
export type Said = { readonly choices: Choices; readonly at: WallTime }

/** The time of this box as it knows it. */
export type BoxTime = { readonly wall: WallTime; readonly quality: z.infer<typeof TimeQuality> }

export type OwnWord = {
  readonly person: PersonId
  readonly device: DeviceId
  readonly said: Said
  /** What they said last; null before the first time. */
  readonly last: Said | null
  /** Whose device the key is in this class; null when nobody's yet, or no more. */
  readonly deviceOfPerson: DeviceId | null
  /** Whom this device speaks for; null when for nobody yet, or no more. */
  readonly personOfDevice: PersonId | null
  /** They say where to, or it is kept since before. */
  readonly hasContact: boolean
  readonly isForgotten: boolean
  readonly time: BoxTime
}

export type ConsentDecision = { readonly ok: true; readonly withdrawn: readonly Purpose[] } | { readonly ok: false; readonly refusal: PrivacyRefusal }

/** What somebody says for themselves, by a signature that was found good. */
export function decideOwnWord(word: OwnWord): ConsentDecision {
  const { said, last, hasContact, isForgotten } = word
  if (isForgotten) return refuse('CLASS_FORGOTTEN') // 8
  const refusal = strangeKey(word) ?? strangeTime(word)
  if (refusal) return refuse(refusal)
  if (said.choices.contact && !hasContact) return refuse('CONTACT_MISSING') // 7
  return { ok: true, withdrawn: withdrawnBy(last?.choices ?? null, said.choices) }
}

export type CrewWord = {
  readonly choices: Choices
  /** The person whose earlier word this replaces; null of somebody new, `unknown` when there is none such. */
  readonly about: { readonly speaksForSelf: boolean; readonly choices: Choices } | 'unknown' | null
  readonly hasContact: boolean
  readonly isForgotten: boolean
}

/** What the crew writes down for somebody without a device, or for one for whom somebody else answers. */
export function decideCrewWord({ choices, about, hasContact, isForgotten }: CrewWord): ConsentDecision {
  if (isForgotten) return refuse('CLASS_FORGOTTEN') // 8
  if (about === 'unknown') return refuse('PERSON_UNKNOWN')
  if (about?.speaksForSelf) return refuse('PERSON_SPEAKS_FOR_SELF') // 3
  if (choices.contact && !hasContact) return refuse('CONTACT_MISSING') // 7
  return { ok: true, withdrawn: withdrawnBy(about?.choices ?? null, choices) }
}

/** Purposes that turn from yes to no. */
export function withdrawnBy(last: Choices | null, next: Choices): Purpose[] {
  return PURPOSES.filter((purpose) => last?.[purpose] === true && !next[purpose]) // 2
}

/** Whether a key may speak from a device in this class. */
export function strangeKey({ person, device, deviceOfPerson, personOfDevice }: Pick<OwnWord, 'person' | 'device' | 'deviceOfPerson' | 'personOfDevice'>): PrivacyRefusal | null {
  const isElsewhere = (deviceOfPerson !== null && deviceOfPerson !== device) || (personOfDevice !== null && personOfDevice !== person)
  return isElsewhere ? 'PERSON_ELSEWHERE' : null // 4
}

function strangeTime({ said, last, time }: OwnWord): PrivacyRefusal | null {
  const grants = PURPOSES.some((purpose) => said.choices[purpose] && last?.choices[purpose] !== true)
  if (!grants) return null // 6
  // What was said by a clock that was wrong, and is known to be now, holds nobody up.
  const isBefore = last !== null && said.at <= last.at && canBeNow(last.at, time)
  return isBefore || !canBeNow(said.at, time) ? 'STATEMENT_OLD' : null // 5
}

const DAY_MS = 86_400_000
/** 1 January 2025 and 2100 (UTC): no class of this kind was before, and no clock of a phone is further ahead by accident alone. */
const FIRST_MS = 1_735_689_600_000
const LAST_MS = 4_102_444_800_000

/** Whether a device can honestly believe that it is then: within a day of the box's clock, or, where that is worth nothing, in this century. */
export function canBeNow(at: WallTime, { wall, quality }: BoxTime): boolean {
  return quality === 'none' ? at >= FIRST_MS && at < LAST_MS : Math.abs(at - wall) < DAY_MS
}

function refuse(refusal: PrivacyRefusal): ConsentDecision {
  return { ok: false, refusal }
}
