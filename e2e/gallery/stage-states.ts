import type { Guest } from '../../src/features/live/wire/guests.ts'
import { GuestId, SeatId } from '../../src/kernel/ids.ts'
import { m } from '../../src/words/messages.js'

export type StageScene = {
  readonly guest: Partial<Guest>
  readonly trusted?: false
  /** A button that is pressed, and what the box says after it. */
  readonly press?: () => string
  readonly box?: Partial<Guest> | null
  readonly seat?: 'room'
}

export const invitation: Guest = { id: GuestId.parse('gst_aaaaaaaaaaaaaaaa'), seat: SeatId.parse('seat_aaaaaaaaaaaaaaaa'), name: 'Ana', as: 'voice', private: false, state: 'asked', line: 0 }
const picture: Partial<Guest> = { as: 'picture', line: null }

/** The stage as a learner sees it, from being asked to the end. */
export const stageScenes: Readonly<Record<string, StageScene>> = {
  'stage-ask': { guest: {} },
  'stage-ask-picture': { guest: picture },
  'stage-ask-private': { guest: { private: true, line: null } },
  'stage-cannot': { guest: {}, trusted: false },
  'stage-cannot-room': { guest: {}, trusted: false, seat: 'room' },
  'stage-coming': { guest: {}, press: m.stage_yes_voice, box: { state: 'accepted' } },
  'stage-on': { guest: {}, press: m.stage_yes_voice, box: { state: 'on' } },
  'stage-on-picture': { guest: picture, press: m.stage_yes_picture, box: { ...picture, state: 'on' } },
  'stage-lost': { guest: {}, press: m.stage_yes_voice, box: { state: 'lost' } },
  'stage-come-back': { guest: { state: 'lost' } },
  'stage-elsewhere': { guest: { state: 'on' } },
  'stage-over': { guest: {}, press: m.stage_yes_voice, box: null },
}
