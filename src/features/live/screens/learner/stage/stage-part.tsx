import { useEffect, useState } from 'preact/hooks'
import type { SeatKind } from '../../../wire/words.ts'
import type { GuestPlace } from '../../link/guest-place.ts'

type StagePartProps = { place: GuestPlace; /** Who sits in the room can come to its microphone. */ kind: SeatKind; /** Opens the sheet for a question. */ ask: () => void }
type StageRoom = typeof import('./stage-room.tsx').StageRoom

let loaded: Promise<StageRoom> | undefined
/** Fetches what the stage takes; worth doing early, so that an invitation is drawn at once. */
export function preloadStage(): Promise<StageRoom> {
  loaded ??= import('./stage-room.tsx').then((module) => module.StageRoom)
  // A box that did not answer is asked again with the next invitation.
  loaded.catch(() => { loaded = undefined })
  return loaded
}

/**
 * An invitation on stage and the place there, or nothing. Stands in the lower third of the class's
 * page: the way off the stage must be under the thumb.
 */
export function StagePart(props: StagePartProps) {
  const [Room, setRoom] = useState<{ readonly is: StageRoom }>()
  const told = props.place.told.value
  const wanted = props.place.guest.value !== null && Room === undefined
  useEffect(() => {
    if (!wanted) return
    preloadStage().then((is) => setRoom({ is }), () => undefined) // Asked again with the next news.
  }, [wanted, told])
  return Room === undefined ? null : <Room.is {...props} />
}
