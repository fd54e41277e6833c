import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { GuestId, SeatId } from '../../../kernel/ids.ts'
import { HubTime } from '../../../kernel/time.ts'

/**
 * A learner on stage: asked first, heard (and seen) by the class or by the host alone, and off again
 * with one tap of either. Nothing of it is kept.
 */

/** `private`: only the host hears and is heard. */
export const GuestKind = z.strictObject({ as: z.enum(['voice', 'picture']), private: z.boolean() })

/**
 * `asked` until the learner answers; `accepted` while their page opens microphone or camera; `on`
 * while it is heard; `lost` while its link is waited for. `to-microphone` (they come to the host's
 * microphone), `writes` (they would rather write a question), `no`, `failed` (their device has no
 * microphone) and `gone` (the link did not come back) are told to the host and then forgotten.
 */
export const GuestState = z.enum(['asked', 'accepted', 'on', 'lost', 'to-microphone', 'writes', 'no', 'failed', 'gone'])
export type GuestState = z.infer<typeof GuestState>

export const Guest = z.object({
  id: GuestId,
  seat: SeatId,
  name: z.nullable(z.string()),
  as: z.enum(['voice', 'picture']),
  private: z.boolean(),
  state: GuestState,
  /** Which of the extra sound lines carries it, so that its own page does not play it back; null: the programme's. */
  line: z.nullable(z.union([z.literal(0), z.literal(1)])),
})
export type Guest = z.infer<typeof Guest>

const Nothing = z.strictObject({})
const RUNS_THE_ROOM = ['host', 'co-host'] as const
const limit = { burst: 20, seconds: 20 }

export const inviteGuest = route({
  name: 'invite-guest',
  method: 'POST',
  path: '/api/1/classes/:code/guests',
  who: RUNS_THE_ROOM,
  limit,
  input: z.strictObject({ seat: SeatId, as: z.enum(['voice', 'picture']), private: z.boolean() }),
  output: z.object({ guest: Guest }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_NOT_LIVE', 'SEAT_UNKNOWN', 'STAGE_FULL', 'MEDIA_OFF', 'GUEST_THERE', 'SEAT_MUTED'],
})

export const endGuest = route({
  name: 'end-guest',
  method: 'DELETE',
  path: '/api/1/classes/:code/guests/:guest',
  who: RUNS_THE_ROOM,
  limit,
  input: Nothing,
  output: z.object({ ended: GuestId }),
  refusals: ['CLASS_UNKNOWN', 'GUEST_UNKNOWN'],
})

export const answerInvitation = route({
  name: 'answer-invitation',
  method: 'PUT',
  path: '/api/1/classes/:code/guests/mine',
  who: 'device',
  limit,
  input: z.strictObject({ guest: GuestId, answer: z.enum(['yes', 'no', 'to-microphone', 'writes', 'failed']) }),
  output: z.object({ guest: Guest }),
  refusals: ['CLASS_UNKNOWN', 'NO_SEAT', 'GUEST_UNKNOWN', 'CLASS_NOT_LIVE'],
})

export const leaveStage = route({
  name: 'leave-stage',
  method: 'DELETE',
  path: '/api/1/classes/:code/guests/mine',
  who: 'device',
  limit,
  input: Nothing,
  output: z.object({ left: z.boolean() }),
  refusals: ['CLASS_UNKNOWN', 'NO_SEAT'],
})

export const guestRoutes = [inviteGuest, answerInvitation, leaveStage, endGuest] as const

export const guestNews = [
  /** To studios: everybody asked or on stage, anew with each change. */
  z.object({ type: z.literal('guests'), guests: z.array(Guest) }),
  /** To a seat: its own invitation or place on stage; null when there is none (any more). */
  z.object({ type: z.literal('guest'), guest: z.nullable(Guest) }),
] as const

/**
 * On record: that somebody was on stage and for how long, nothing of what was said or shown. Of a
 * private talk there is no entry.
 */
export const guestCame = { kind: 'live.guest-came.1', body: z.object({ guest: GuestId, seat: SeatId, as: z.enum(['voice', 'picture']), at: HubTime }) } as const
export const guestLeft = { kind: 'live.guest-left.1', body: z.object({ guest: GuestId, seat: SeatId, at: HubTime }) } as const

/** At the media doors a private talk is named in the query: `/whip/CODE?with=gst_…`. */
export const PRIVATE_TALK = 'with'
