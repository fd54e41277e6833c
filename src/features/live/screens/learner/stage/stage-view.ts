import type { Guest } from '../../../wire/guests.ts'
import type { SeatKind } from '../../../wire/words.ts'

/** Why this device has no microphone (or camera) for the stage. */
export type NoDevice = 'not-trusted' | 'denied' | 'none' | 'busy'
/** How a time on stage ended, where the learner did not end it. */
export type Parting = 'ended' | 'gone' | 'device-lost'

/** An invitation that can be answered, or a place that can be held. */
export function isStanding({ state }: Pick<Guest, 'state'>): boolean {
  return state === 'asked' || state === 'accepted' || state === 'on' || state === 'lost'
}

/** What stands on the page about the stage, as one of few things. */
export type StageView =
  | { readonly show: 'nothing' }
  | { readonly show: 'ask'; readonly guest: Guest; /** Pressed, and the browser asks for the microphone. */ readonly opening: boolean; readonly untold: boolean }
  /** Nothing can be sent from here, for this reason; what is left instead of it. */
  | { readonly show: 'cannot'; readonly guest: Guest; readonly why: NoDevice; readonly offers: readonly ('to-microphone' | 'writes')[] }
  /** `state`: on the way there, heard, or looked for. */
  | { readonly show: 'on-stage'; readonly guest: Guest; readonly state: 'coming' | 'on' | 'lost' }
  /** The place stands and this page sends nothing: it was loaded anew. */
  | { readonly show: 'come-back'; readonly guest: Guest; readonly opening: boolean }
  /** Another page of the same seat is the one that is heard. */
  | { readonly show: 'elsewhere'; readonly guest: Guest }
  | { readonly show: 'parting'; readonly how: Parting }

type Own = { readonly doing: 'nothing' | 'opening' | 'sending'; readonly without: NoDevice | null; readonly parting: Parting | null; readonly untold: boolean; readonly left: Guest['id'] | null }

export function stageView(guest: Guest | null, own: Own, { trusted, kind }: { readonly trusted: boolean; readonly kind: SeatKind }): StageView {
  if (!guest || !isStanding(guest)) return own.parting ? { show: 'parting', how: own.parting } : { show: 'nothing' }
  if (own.parting) return { show: 'parting', how: own.parting }
  if (own.left === guest.id) return { show: 'nothing' }
  if (own.doing === 'sending') return { show: 'on-stage', guest, state: guest.state === 'on' || guest.state === 'lost' ? guest.state : 'coming' }
  const why = own.without ?? (trusted ? null : 'not-trusted')
  // Only who sits in the room can walk to its microphone.
  if (guest.state === 'asked') {
    return why === null
      ? { show: 'ask', guest, opening: own.doing === 'opening', untold: own.untold }
      : { show: 'cannot', guest, why, offers: kind === 'room' ? ['to-microphone', 'writes'] : ['writes'] }
  }
  if (own.doing === 'opening') return { show: 'come-back', guest, opening: true }
  return guest.state === 'on' || guest.state === 'accepted' ? { show: 'elsewhere', guest } : { show: 'come-back', guest, opening: false }
}
