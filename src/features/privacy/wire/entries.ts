import { z } from 'zod/mini'
import { ClaimId, DeviceId, PersonId } from '../../../kernel/ids.ts'
import { SignedStatement } from '../../../kernel/statement.ts'
import { WallTime } from '../../../kernel/time.ts'
import { Choices, ConsentBy, Means, Notice, Removal, Span } from './words.ts'

/**
 * What this feature puts on record. Everything here is a decision: it commits before anybody is told.
 * The actor of what a person says is their {@link PersonId}; which device that is, and every text, is private.
 */

/**
 * All purposes at once, refusals too; the last one counts. `statement` is null when the crew wrote it down.
 * The signed words (`said`) are `{ choices, notice }`, so that the entry alone verifies.
 */
export const consentStated = {
  kind: 'privacy.consent-stated.1',
  body: z.object({ person: PersonId, by: ConsentBy, choices: Choices, notice: Notice, statement: z.nullable(SignedStatement) }),
  private: z.object({
    /** Of a person who speaks for themselves. */
    device: z.optional(DeviceId),
    /** With a yes to `answers`, or of somebody without a device. */
    name: z.optional(z.string()),
    /** With a yes to `contact`. */
    contact: z.optional(z.string()),
    /** Who answered for them. */
    guardian: z.optional(z.string()),
  }),
} as const

/** How long after the end of the class removal can be asked for. */
export const windowSet = { kind: 'privacy.window-set.1', body: z.object({ hours: z.number() }) } as const

/** The signed words are `{ claim, span, remove }`. Without a signature the crew wrote it down for them, or (actor `box`) they took back a yes that had been recorded. */
export const claimMade = {
  kind: 'privacy.claim-made.1',
  body: z.object({ claim: ClaimId, person: PersonId, span: Span, remove: Removal, statement: z.nullable(SignedStatement) }),
  private: z.object({
    reason: z.string(),
    /** Of a person who speaks for themselves. */
    device: z.optional(DeviceId),
  }),
} as const
/** The signed words are `{ claim }`. */
export const claimTakenBack = { kind: 'privacy.claim-taken-back.1', body: z.object({ claim: ClaimId, statement: z.nullable(SignedStatement) }) } as const

/**
 * A person decided, by the entry's actor. In the same commit stand what became of it: `capture.segment-replaced.1` for each
 * segment, and `journal.fields-erased.1`. `removed` may be less than was asked for; null: nothing was.
 */
export const claimDecided = {
  kind: 'privacy.claim-decided.1',
  body: z.object({ claim: ClaimId, removed: z.nullable(Removal), span: Span, means: Means, segments: z.array(z.number()) }),
  private: z.object({ note: z.string() }),
} as const

/** Everything private of a person in the class is gone: by the host's decision, or by their own withdrawal for the purposes named. */
export const personErased = { kind: 'privacy.person-erased.1', body: z.object({ person: z.nullable(PersonId), seat: z.nullable(z.string()), purposes: z.nullable(z.array(z.string())) }) } as const

/** Everything private of the class is gone, and its recording; what is left is its proof. */
export const classForgotten = { kind: 'privacy.class-forgotten.1', body: z.object({ at: WallTime }) } as const
