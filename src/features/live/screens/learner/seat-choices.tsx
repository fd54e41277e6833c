import { Choice } from '../../../../ui/components/choice.tsx'
import { ElsewhereIcon, HeadphonesIcon, RoomIcon, VenueIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { SeatChoice } from '../../wire/words.ts'

type SeatChoicesProps = { choice: SeatChoice | null; vibration: boolean; onChoose: (choice: SeatChoice) => void }

/** Three large targets; each says what the phone will do there. */
export function SeatChoices({ choice, vibration, onChoose }: SeatChoicesProps) {
  const headphones = choice?.headphones ?? false
  const pick = (kind: SeatChoice['kind']) => () => onChoose({ kind, headphones: kind === 'room' && headphones })
  return (
    <fieldset class="stack" style={{ '--gap': 'var(--s3)' }}>
      <legend class="title seat-legend">{m.learner_seat_title()}</legend>
      <Choice
        name="seat" value="room" chosen={choice?.kind === 'room'} onChoose={pick('room')} icon={<RoomIcon />}
        title={m.learner_seat_room()} note={vibration ? m.learner_seat_room_buzz() : m.learner_seat_room_light()}
      />
      {choice?.kind === 'room' ? (
        <div class="seat-more">
          <Choice
            name="headphones" kind="checkbox" chosen={headphones} onChoose={(yes) => onChoose({ kind: 'room', headphones: yes })}
            icon={<HeadphonesIcon />} title={m.learner_seat_headphones()} note={m.learner_seat_headphones_note()}
          />
        </div>
      ) : null}
      <Choice
        name="seat" value="venue" chosen={choice?.kind === 'venue'} onChoose={pick('venue')} icon={<VenueIcon />}
        title={m.learner_seat_venue()} note={m.learner_seat_venue_note()}
      />
      <Choice
        name="seat" value="elsewhere" chosen={choice?.kind === 'elsewhere'} onChoose={pick('elsewhere')} icon={<ElsewhereIcon />}
        title={m.learner_seat_elsewhere()} note={m.learner_seat_elsewhere_note()}
      />
    </fieldset>
  )
}
