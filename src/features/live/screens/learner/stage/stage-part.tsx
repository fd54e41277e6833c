import { useRef } from 'preact/hooks'
import { later } from '../../../../../ui/components/later.tsx'
import type { Guest } from '../../../wire/guests.ts'
import type { SeatKind } from '../../../wire/words.ts'
import type { GuestPlace } from '../../link/guest-place.ts'
import type { StageRoomProps } from './stage-room.tsx'

/** All that the stage takes; most pages never need it. */
export const StageRoom = later(() => import('./stage-room.tsx').then((module) => module.StageRoom))

/** The way off the stage has the place of the page's main button. */
export function isOnStage(guest: Guest | null | undefined): boolean {
  return guest?.state === 'accepted' || guest?.state === 'on' || guest?.state === 'lost'
}

type StagePartProps = { place: GuestPlace; /** Who sits in the room can come to its microphone. */ kind: SeatKind; /** Opens the sheet for a question. */ ask: () => void; before: StageRoomProps['before'] }

/**
 * An invitation on stage and the place there, or nothing. Stands in the lower third of the class's
 * page: the way off the stage must be under the thumb.
 */
export function StagePart(props: StagePartProps) {
  const wasWanted = useRef(false)
  // Read, so that each news draws: what could not be loaded is asked for again.
  const isNews = props.place.told.value > 0
  if (isNews && props.place.guest.value !== null) wasWanted.current = true
  return wasWanted.current ? <StageRoom.Part {...props} /> : null
}
