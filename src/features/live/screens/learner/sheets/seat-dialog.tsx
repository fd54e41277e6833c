import { useSignal } from '@preact/signals'
import { Button } from '../../../../../ui/components/button.tsx'
import { Dialog } from '../../../../../ui/components/dialog.tsx'
import { m } from '../../../../../words/messages.js'
import type { SeatChoice } from '../../../wire/words.ts'
import type { LearnerModel } from '../model.ts'
import { SeatChoices } from '../seat-choices.tsx'
import { KeepPlace } from '../keep/keep-part.ts'

type SeatDialogProps = { model: LearnerModel; now: SeatChoice; vibration: boolean; onMove: (choice: SeatChoice) => void; onClose: () => void }

/** Another seat, at any moment of the class. */
export function SeatDialog({ model, now, vibration, onMove, onClose }: SeatDialogProps) {
  const wish = useSignal<SeatChoice>(now)
  const submit = (event: Event): void => {
    event.preventDefault()
    onMove(wish.value)
    onClose()
  }
  return (
    <Dialog title={m.learner_seat_change()} onClose={onClose}>
      <form class="stack seat-dialog" onSubmit={submit}>
        <SeatChoices choice={wish.value} vibration={vibration} onChoose={(choice) => (wish.value = choice)} />
        <Button kind="act" thumb submit>{m.learner_seat_move()}</Button>
        <Button thumb onPress={onClose}>{m.learner_seat_stay()}</Button>
      </form>
      <KeepPlace.Part model={model} heading="h3" />
    </Dialog>
  )
}
