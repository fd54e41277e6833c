import { z } from 'zod/mini'
import { ClaimId, PersonId, SeatId } from '../../../kernel/ids.ts'
import { WallTime } from '../../../kernel/time.ts'

/**
 * What a person is asked, each by itself. `heard`: their voice may be in the recording; `seen`: their picture;
 * `answers`: what they answer and ask, and the name they gave, may be kept; `analytics`: figures of their visit may be
 * kept for comparing classes; `contact`: they may be written to.
 */
export const PURPOSES = ['heard', 'seen', 'answers', 'analytics', 'contact'] as const
export const Purpose = z.enum(PURPOSES)
export type Purpose = z.infer<typeof Purpose>

/** Every purpose with a yes or a no: who was asked has answered all of it. */
export const Choices = z.strictObject({ heard: z.boolean(), seen: z.boolean(), answers: z.boolean(), analytics: z.boolean(), contact: z.boolean() })
export type Choices = z.infer<typeof Choices>
export const ALL_REFUSED: Choices = { heard: false, seen: false, answers: false, analytics: false, contact: false }

/** The text that somebody said yes or no to: SHA-256 (base64url) of the words as shown, and their language (BCP 47). */
export const Notice = z.strictObject({ sha256: z.string().check(z.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)), language: z.string().check(z.regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}$/)) })
export type Notice = z.infer<typeof Notice>

/** `self`: on the person's own device, by their key; `desk`: said to somebody of the crew, who wrote it down; `guardian`: likewise, by who answers for them. */
export const ConsentBy = z.enum(['self', 'desk', 'guardian'])
export type ConsentBy = z.infer<typeof ConsentBy>

/** What stands of a person's consent now. */
export const Consent = z.object({ person: PersonId, by: ConsentBy, choices: Choices, at: WallTime, notice: Notice })
export type Consent = z.infer<typeof Consent>

const PersonName = z.string().check(z.trim(), z.maxLength(80))
export const Name = PersonName.check(z.minLength(1))
/** An e-mail address or a telephone number, as the person writes it. */
export const Contact = z.string().check(z.trim(), z.minLength(3), z.maxLength(200))
export const Reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(1000))

/** What of a span is to go. */
export const Removal = z.strictObject({ sound: z.boolean(), picture: z.boolean(), text: z.boolean() })
export type Removal = z.infer<typeof Removal>

/** A stretch of a class by the wall clock of its recording, `from` before `to`. */
export const Span = z.strictObject({ from: WallTime, to: WallTime })
export type Span = z.infer<typeof Span>

/** `waiting` for a decision; `removed`; `refused`, with a reason; `taken-back` by whoever made it. */
export const ClaimState = z.enum(['waiting', 'removed', 'refused', 'taken-back'])
export type ClaimState = z.infer<typeof ClaimState>

/** How what is removed sounds and looks afterwards: `silence` and black, always possible; `tone` and a blurred picture, where the box has an encoder. */
export const Means = z.enum(['silence', 'tone'])
export type Means = z.infer<typeof Means>

export const Claim = z.object({
  id: ClaimId,
  span: Span,
  remove: Removal,
  state: ClaimState,
  madeAt: WallTime,
  decidedAt: z.nullable(WallTime),
  /** Theirs, erased with them; empty then. */
  reason: z.string(),
  /** What whoever decided wants them to know. */
  note: z.string(),
})
export type Claim = z.infer<typeof Claim>

/**
 * What a crew's reviewer sees of it besides. `who`: the name they gave, if that is kept. `bySelf`: on their own device, else the crew
 * wrote it down; or, `byBox`, nobody asked in words: they took back a yes to being heard or seen, and this shows them.
 */
export const ReviewedClaim = z.extend(Claim, { person: PersonId, who: z.nullable(z.string()), bySelf: z.boolean(), byBox: z.optional(z.boolean()), playable: z.boolean() })
export type ReviewedClaim = z.infer<typeof ReviewedClaim>

/** Why a span is somebody's: on stage, around a hand, an answer to the live check or a poll, a question, or marked by themselves in a claim. */
export const MomentWhy = z.enum(['stage', 'hand', 'answer', 'question', 'marked'])
export type MomentWhy = z.infer<typeof MomentWhy>
export const Moment = z.object({ span: Span, why: MomentWhy, /** Something of it was recorded and can still be played. */ playable: z.boolean() })
export type Moment = z.infer<typeof Moment>

/**
 * Until when somebody may ask for removal. `not-yet`: the class has not begun; `open`; `over`.
 * `until` is null while the class has not ended: then it is `hours` after its end.
 */
export const DisputeWindow = z.object({ state: z.enum(['not-yet', 'open', 'over']), hours: z.number(), until: z.nullable(WallTime) })
export type DisputeWindow = z.infer<typeof DisputeWindow>
/** A week: long enough for somebody who was away for the weekend. */
export const USUAL_WINDOW_HOURS = 168
export const MOST_WINDOW_HOURS = 8760
/** A claim is for a moment, not for a class. */
export const MOST_CLAIM_MS = 10 * 60_000

/** The life of a class after its end (design, section 2). */
export const Afterlife = z.enum(['running', 'contestable', 'settled', 'forgotten'])
export type Afterlife = z.infer<typeof Afterlife>

/** A person as the host finds them in a class: by a seat, by consent, or both. */
export const HeldPerson = z.object({
  person: z.nullable(PersonId), seat: z.nullable(SeatId), name: z.nullable(z.string()),
  consent: z.nullable(Consent), claims: z.number(),
  /** Entries with something of theirs that can still be read. */
  privateEntries: z.number(),
})
export type HeldPerson = z.infer<typeof HeldPerson>

