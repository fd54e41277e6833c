import type { GuestId, PublisherId, SeatId } from '../../../kernel/ids.ts'
import { MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { HubTime } from '../../../kernel/time.ts'
import type { GuestState } from '../wire/guests.ts'

/** What a guest sends; `audio` and `video` say whether it arrives now. */
export type GuestSource = { readonly id: PublisherId; readonly audio: boolean; readonly video: boolean }

export type StageGuest = {
  readonly id: GuestId
  readonly seat: SeatId
  readonly as: 'voice' | 'picture'
  readonly private: boolean
  readonly state: GuestState
  /** Since when it is in this state. */
  readonly since: HubTime
  /**
   * The extra sound line that is kept for it: a voice goes out on it itself; beside a picture, which
   * takes the programme's lines, the teacher does. Null for a private talk, which has a room of its own.
   */
  readonly line: 0 | 1 | null
  /** When it was first heard or seen; null before. */
  readonly cameAt: HubTime | null
  readonly source: GuestSource | null
}
export type Guests = readonly StageGuest[]
export const NO_GUESTS: Guests = []

export type GuestAnswer = 'yes' | 'no' | 'to-microphone' | 'writes' | 'failed'

export type GuestCommand =
  | { readonly type: 'invite'; readonly id: GuestId; readonly seat: SeatId; readonly as: 'voice' | 'picture'; readonly private: boolean }
  | { readonly type: 'answer'; readonly id: GuestId; readonly seat: SeatId; readonly answer: GuestAnswer }

export type GuestEvent =
  | { readonly type: 'invited'; readonly guest: Pick<StageGuest, 'id' | 'seat' | 'as' | 'private' | 'line'> }
  | { readonly type: 'answered'; readonly id: GuestId; readonly state: GuestState }
  /** A new connection of a guest, which sends nothing yet; it takes the place of the one before. */
  | { readonly type: 'source-came'; readonly id: GuestId; readonly source: PublisherId }
  | { readonly type: 'media'; readonly source: PublisherId; readonly kind: 'audio' | 'video'; readonly flowing: boolean }
  | { readonly type: 'source-gone'; readonly source: PublisherId }
  /** By the host, the learner, or the end of the seat. */
  | { readonly type: 'ended'; readonly id: GuestId }
  | { readonly type: 'time-passed' }

export type GuestDecision =
  | { readonly ok: true; readonly events: readonly GuestEvent[] }
  | { readonly ok: false; readonly refusal: 'GUEST_THERE' | 'STAGE_FULL' | 'GUEST_UNKNOWN' }

/** A link that is not back within this is given up, so that nobody waits for a phone that is gone. */
export const BACK_WITHIN = 10 * MICROS_PER_SECOND
/** The microphone was open before the yes, so what is left to do is a connection. */
export const CONNECT_WITHIN = 20 * MICROS_PER_SECOND
/** How long the host is told what became of an invitation. */
export const TOLD_FOR = 20 * MICROS_PER_SECOND

const LIVING: ReadonlySet<GuestState> = new Set(['asked', 'accepted', 'on', 'lost'])
const LINES = [0, 1] as const

/** Asked or on stage; all other states are told and forgotten. */
export function isLiving({ state }: Pick<StageGuest, 'state'>): boolean {
  return LIVING.has(state)
}

/** Has said yes and may send. */
export function maySend({ state }: Pick<StageGuest, 'state'>): boolean {
  return isLiving({ state }) && state !== 'asked'
}

/**
 * Learners on stage or in a private talk.
 *
 * 1. A seat has at most one living guest.
 * 2. Living guests of the class hold different lines, so there are at most two; one of them at most
 *    is a picture. There is at most one private talk beside them.
 * 3. Nobody is on who has not said yes, and `on` means that what they send arrives.
 * 4. A state that is not living is final: it is told for {@link TOLD_FOR}, then forgotten.
 * 5. Nobody is lost for longer than {@link BACK_WITHIN}, or connecting for longer than {@link CONNECT_WITHIN}.
 * 6. Answering again, and ending what has ended, changes nothing.
 */
export function decideGuest(guests: Guests, command: GuestCommand): GuestDecision {
  const living = guests.filter(isLiving)
  switch (command.type) {
    case 'invite': {
      const { id, seat, as, private: isPrivate } = command
      if (living.some((one) => one.seat === seat)) return { ok: false, refusal: 'GUEST_THERE' } // 1
      const line = isPrivate ? null : freeLine(living)
      const isFull = isPrivate ? living.some((one) => one.private) : line === undefined || (as === 'picture' && living.some((one) => one.as === 'picture' && !one.private))
      if (isFull || line === undefined) return { ok: false, refusal: 'STAGE_FULL' } // 2
      return { ok: true, events: [{ type: 'invited', guest: { id, seat, as, private: isPrivate, line } }] }
    }
    case 'answer': {
      const { id, seat, answer } = command
      const guest = living.find((one) => one.id === id && one.seat === seat)
      if (!guest) return { ok: false, refusal: 'GUEST_UNKNOWN' }
      if (guest.state === 'asked') return { ok: true, events: [{ type: 'answered', id, state: answer === 'yes' ? 'accepted' : answer }] }
      // Who is on stage can still find that the microphone fails; every other answer was given already (6).
      return { ok: true, events: answer === 'failed' ? [{ type: 'answered', id, state: 'failed' }] : [] }
    }
  }
}

export function applyGuest(guests: Guests, event: GuestEvent, now: HubTime): Guests {
  switch (event.type) {
    case 'invited':
      // What became of this seat's invitation before is no longer news.
      return [...guests.filter((one) => one.seat !== event.guest.seat), { ...event.guest, state: 'asked', since: now, cameAt: null, source: null }]
    case 'answered':
      return changed(guests, (one) => one.id === event.id, (one) => inState(one, event.state, now))
    case 'source-came':
      return changed(guests, (one) => one.id === event.id && maySend(one), (one) => {
        const waiting = one.state === 'on' ? inState(one, 'lost', now) : one
        return { ...waiting, source: { id: event.source, audio: false, video: false } }
      })
    case 'media':
      return changed(guests, (one) => one.source?.id === event.source, (one) => {
        const source = one.source && { ...one.source, [event.kind]: event.flowing }
        return heard({ ...one, source }, now)
      })
    case 'source-gone':
      return changed(guests, (one) => one.source?.id === event.source, (one) => heard({ ...one, source: null }, now))
    case 'ended':
      return guests.filter((one) => one.id !== event.id || !isLiving(one))
    case 'time-passed':
      return guests.flatMap((one) => (now < dueAt(one) ? [one] : late(one, now)))
  }
}

/** When the next of them is due for {@link GuestEvent} `time-passed`; Infinity when none is. */
export function nextDue(guests: Guests): number {
  return Math.min(Infinity, ...guests.map(dueAt))
}

/** What the class is to hear on each extra line; null: nobody. */
export function voicesOf(guests: Guests): readonly [PublisherId | null, PublisherId | null] {
  const on = (line: 0 | 1): PublisherId | null => {
    const guest = guests.find((one) => one.line === line && one.as === 'voice' && one.state === 'on')
    return guest?.source?.id ?? null
  }
  return [on(0), on(1)]
}

/** The guest whose picture the class sees in place of the programme, and the line that then carries the teacher. */
export function pictureOf(guests: Guests): { readonly source: GuestSource; readonly line: 0 | 1 } | null {
  const guest = guests.find((one) => one.as === 'picture' && !one.private && one.state === 'on')
  return guest?.source && guest.line !== null ? { source: guest.source, line: guest.line } : null
}

function freeLine(living: Guests): 0 | 1 | undefined {
  return LINES.find((line) => living.every((one) => one.line !== line))
}

function changed(guests: Guests, which: (one: StageGuest) => boolean, change: (one: StageGuest) => StageGuest): Guests {
  return guests.some(which) ? guests.map((one) => (which(one) ? change(one) : one)) : guests
}

/** `on` follows what arrives (3). */
function heard(guest: StageGuest, now: HubTime): StageGuest {
  if (!maySend(guest)) return guest
  const arrives = guest.source !== null && (guest.source.audio || guest.source.video)
  if (arrives && guest.state !== 'on') return { ...inState(guest, 'on', now), cameAt: guest.cameAt ?? now }
  return !arrives && guest.state === 'on' ? inState(guest, 'lost', now) : guest
}

function inState(guest: StageGuest, state: GuestState, now: HubTime): StageGuest {
  if (guest.state === state || !isLiving(guest)) return guest // 4
  return LIVING.has(state) ? { ...guest, state, since: now } : { ...guest, state, since: now, source: null }
}

function dueAt({ state, since }: StageGuest): number {
  switch (state) {
    case 'asked':
    case 'on': return Infinity
    case 'accepted': return since + CONNECT_WITHIN
    case 'lost': return since + BACK_WITHIN
    default: return since + TOLD_FOR
  }
}

function late(guest: StageGuest, now: HubTime): StageGuest[] {
  if (guest.state === 'accepted') return [inState(guest, 'failed', now)]
  return guest.state === 'lost' ? [inState(guest, 'gone', now)] : []
}
