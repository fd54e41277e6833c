import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { ClaimId, ClassCode, ClassId, PersonId } from '../../../kernel/ids.ts'
import { SignedStatement } from '../../../kernel/statement.ts'
import { WallTime } from '../../../kernel/time.ts'
import {
  Afterlife, Choices, Claim, Consent, Contact, DisputeWindow, HeldPerson, Means, Moment, MOST_WINDOW_HOURS, Name, Notice, Reason, Removal, ReviewedClaim, Span,
} from './words.ts'

const Nothing = z.strictObject({})
const RUNS_THE_ROOM = ['host', 'co-host'] as const
const WRITES_DOWN = ['host', 'co-host', 'desk'] as const
const REVIEWS = ['host', 'co-host', 'reviewer'] as const
const often = { burst: 60, seconds: 10 }
const seldom = { burst: 20, seconds: 20 }
/** A span of a claim at most, changed by an encoder on a small box that also runs a class. */
const REMOVAL_WITHIN_MS = 120_000

/** Where to play from, as capture's streams are: `path` opens without a signature for as long as the right to it lasts. */
const Stream = z.object({ path: z.string(), /** Milliseconds since 1970 at shared time 0. */ wallAtZero: WallTime })

/** What the form is about, and what this device said last: by scanned code too, before the class runs and after it. */
export const showConsent = route({
  name: 'show-consent', method: 'GET', path: '/api/1/classes/:code/consent', who: 'anyone', limit: { burst: 300, seconds: 10 },
  input: Nothing,
  output: z.object({ class: z.object({ id: ClassId, code: ClassCode, title: z.string() }), recorded: z.boolean(), afterlife: Afterlife, window: DisputeWindow, mine: z.nullable(Consent) }),
  refusals: ['CLASS_UNKNOWN'],
})

/** Yes or no to each purpose, signed by the person's key of this class over `{ choices, notice }`; once more to change it. Never a condition for watching. */
export const stateConsent = route({
  name: 'state-consent', method: 'PUT', path: '/api/1/classes/:code/consent', who: 'device', limit: seldom,
  input: z.strictObject({ choices: Choices, notice: Notice, statement: SignedStatement, name: z.nullable(Name), contact: z.nullable(Contact) }),
  output: z.object({ mine: Consent }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_FORGOTTEN', 'STATEMENT_FALSE', 'STATEMENT_OLD', 'PERSON_ELSEWHERE', 'CONTACT_MISSING'],
})

/** For a person without a phone, or one for whom somebody else answers. */
export const stateConsentFor = route({
  name: 'state-consent-for', method: 'POST', path: '/api/1/classes/:code/consents', who: WRITES_DOWN, limit: seldom,
  input: z.strictObject({ person: z.nullable(PersonId), name: Name, guardian: z.nullable(Name), choices: Choices, notice: Notice, contact: z.nullable(Contact) }),
  output: z.object({ consent: Consent }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_FORGOTTEN', 'PERSON_UNKNOWN', 'PERSON_SPEAKS_FOR_SELF', 'CONTACT_MISSING'],
})

export const listConsents = route({
  name: 'list-consents', method: 'GET', path: '/api/1/classes/:code/consents', who: ['host', 'co-host', 'desk', 'reviewer'], limit: often,
  input: Nothing,
  output: z.object({ consents: z.array(z.extend(Consent, { name: z.nullable(z.string()), guardian: z.nullable(z.string()) })) }),
  refusals: ['CLASS_UNKNOWN'],
})

/** Everything this device said, as records shaped after ISO/IEC TS 27560 (docs/protocol/consent-records.md). */
export const showConsentRecords = route({
  name: 'show-consent-records', method: 'GET', path: '/api/1/classes/:code/consent/records', who: 'device', limit: seldom,
  input: Nothing, output: z.object({ records: z.array(z.record(z.string(), z.unknown())) }), refusals: ['CLASS_UNKNOWN'],
})

/** Where this device's person appears, and what became of what they asked. Of unnamed questions the page alone knows. */
export const showMoments = route({
  name: 'show-moments', method: 'GET', path: '/api/1/classes/:code/moments', who: 'device', limit: often,
  input: Nothing,
  output: z.object({
    title: z.string(), classSpan: z.nullable(Span), moments: z.array(Moment), claims: z.array(Claim), window: DisputeWindow,
    /** May watch the whole recording, and mark any span of it. */
    mayWatchAll: z.boolean(), recorded: z.boolean(),
  }),
  refusals: ['CLASS_UNKNOWN'],
})

/** A span of the recording as a stream: one of theirs, or any while they may watch the whole. */
export const openMoment = route({
  name: 'open-moment', method: 'POST', path: '/api/1/classes/:code/moments/stream', who: 'device', limit: seldom,
  input: Span, output: Stream,
  refusals: ['CLASS_UNKNOWN', 'SPAN_WRONG', 'SPAN_NOT_YOURS', 'NO_RECORDING', 'STREAMS_TOO_MANY'],
})

/** The id is the claimant's to choose, and signed with it. `statement` null: somebody of the crew writes it down for `person`. */
export const makeClaim = route({
  name: 'make-claim', method: 'POST', path: '/api/1/classes/:code/claims', who: 'device', limit: seldom,
  input: z.strictObject({ claim: ClaimId, span: Span, remove: Removal, reason: Reason, statement: z.nullable(SignedStatement), person: z.nullable(PersonId) }),
  output: z.object({ claim: Claim }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_FORGOTTEN', 'STATEMENT_FALSE', 'STATEMENT_OLD', 'PERSON_ELSEWHERE', 'PERSON_UNKNOWN', 'WINDOW_NOT_OPEN', 'WINDOW_OVER', 'SPAN_WRONG', 'SPAN_NOT_YOURS', 'NOTHING_TO_REMOVE', 'CLAIMS_TOO_MANY'],
})

export const takeClaimBack = route({
  name: 'take-claim-back', method: 'DELETE', path: '/api/1/classes/:code/claims/:claim', who: 'device', limit: seldom,
  input: Nothing, output: z.object({ claim: Claim }),
  refusals: ['CLASS_UNKNOWN', 'CLAIM_UNKNOWN', 'CLAIM_DECIDED'],
})

export const listClaims = route({
  name: 'list-claims', method: 'GET', path: '/api/1/classes/:code/claims', who: REVIEWS, limit: often,
  input: Nothing,
  output: z.object({ title: z.string(), /** Of the class, by the wall clock of its recording; null before it began. */ classSpan: z.nullable(Span), claims: z.array(ReviewedClaim), window: DisputeWindow, /** Which means there are here. */ means: z.array(Means) }),
  refusals: ['CLASS_UNKNOWN'],
})

/** The claimed span with two seconds on either side, to look at before deciding. */
export const openClaim = route({
  name: 'open-claim', method: 'POST', path: '/api/1/classes/:code/claims/:claim/stream', who: REVIEWS, limit: seldom,
  input: Nothing, output: Stream,
  refusals: ['CLASS_UNKNOWN', 'CLAIM_UNKNOWN', 'NO_RECORDING', 'STREAMS_TOO_MANY'],
})

/** Answers once what was decided is done: the originals are gone, or nothing has changed. `remove` null: it stays. */
export const decideClaim = route({
  name: 'decide-claim', method: 'POST', path: '/api/1/classes/:code/claims/:claim/decision', who: REVIEWS, limit: seldom, withinMs: REMOVAL_WITHIN_MS,
  input: z.strictObject({ remove: z.nullable(Removal), means: Means, note: z.string().check(z.trim(), z.maxLength(1000)) }),
  output: z.object({ claim: ReviewedClaim }),
  refusals: ['CLASS_UNKNOWN', 'CLAIM_UNKNOWN', 'CLAIM_DECIDED', 'NOTHING_TO_REMOVE', 'NO_ENCODER', 'SEGMENT_DAMAGED'],
})

export const setWindow = route({
  name: 'set-window', method: 'PUT', path: '/api/1/classes/:code/window', who: RUNS_THE_ROOM, limit: seldom,
  input: z.strictObject({ hours: z.number().check(z.int(), z.nonnegative(), z.maximum(MOST_WINDOW_HOURS)) }),
  output: z.object({ window: DisputeWindow }),
  refusals: ['CLASS_UNKNOWN', 'WINDOW_SHORTER', 'WINDOW_OVER', 'CLASS_FORGOTTEN'],
})

/** What this box holds, under which keys, until when. */
export const showHoldings = route({
  name: 'show-holdings', method: 'GET', path: '/api/1/holdings', who: ['host'], limit: often,
  input: Nothing,
  output: z.object({
    /** Bytes of the record and of files. */
    record: z.object({ entries: z.number(), bytes: z.number() }), files: z.object({ bytes: z.number() }),
    keys: z.object({ passphrase: z.boolean(), keyFile: z.boolean() }),
    classes: z.array(z.object({
      code: ClassCode, title: z.string(), afterlife: Afterlife, endedAt: z.nullable(WallTime), window: DisputeWindow,
      people: z.number(), consents: z.number(), claimsWaiting: z.number(),
      recording: z.object({ seconds: z.number(), bytes: z.number(), /** Segments that can be opened, each under a key of its own. */ keys: z.number(), replayUntil: z.nullable(WallTime) }),
      privateFields: z.number(),
    })),
  }),
  refusals: [],
})

export const listPeople = route({
  name: 'list-people', method: 'GET', path: '/api/1/classes/:code/people', who: RUNS_THE_ROOM, limit: often,
  input: Nothing, output: z.object({ people: z.array(z.extend(HeldPerson, { key: z.string() })) }), refusals: ['CLASS_UNKNOWN'],
})

/** Everything about one person, to be handed to them. `:person` is a `key` of {@link listPeople}: a person or a seat. */
export const showPerson = route({
  name: 'show-person', method: 'GET', path: '/api/1/classes/:code/people/:person', who: RUNS_THE_ROOM, limit: seldom,
  input: Nothing, output: z.object({ data: z.record(z.string(), z.unknown()) }), refusals: ['CLASS_UNKNOWN', 'PERSON_UNKNOWN'],
})
/** The same for the person themselves. */
export const showMine = route({
  name: 'show-mine', method: 'GET', path: '/api/1/classes/:code/mine', who: 'device', limit: seldom,
  input: Nothing, output: z.object({ data: z.record(z.string(), z.unknown()) }), refusals: ['CLASS_UNKNOWN'],
})
/** Erases everything private of one person in the class; what is left is its proof. Cannot be undone. */
export const erasePerson = route({
  name: 'erase-person', method: 'DELETE', path: '/api/1/classes/:code/people/:person', who: RUNS_THE_ROOM, limit: seldom,
  input: Nothing, output: z.object({ erased: z.number() }), refusals: ['CLASS_UNKNOWN', 'PERSON_UNKNOWN'],
})

/** Destroys the recording and erases everything private of a class that is over. Cannot be undone. */
export const forgetClass = route({
  name: 'forget-class', method: 'POST', path: '/api/1/classes/:code/forgotten', who: ['host'], limit: seldom, withinMs: 60_000,
  input: Nothing, output: z.object({ afterlife: Afterlife }), refusals: ['CLASS_UNKNOWN', 'CLASS_NOT_OVER', 'CLASS_FORGOTTEN'],
})

export const privacyRoutes = [
  showConsent, stateConsent, stateConsentFor, listConsents, showConsentRecords, showMoments, openMoment, makeClaim, takeClaimBack,
  listClaims, openClaim, decideClaim, setWindow, showHoldings, listPeople, showPerson, showMine, erasePerson, forgetClass,
] as const
