import { useState } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Dialog } from '../../../../ui/components/dialog.tsx'
import { Lamp, type LampState } from '../../../../ui/components/lamp.tsx'
import { m } from '../../../../words/messages.js'
import type { RecordingDesk } from './recording-desk.ts'
import { lampSays, type LampSays } from './recording-view.ts'
import { LAMP_WORDS, timeText } from './recording-words.ts'

const SHAPES: Record<LampSays['says'], LampState> = { never: 'off', off: 'off', waits: 'wait', begins: 'rec', kept: 'rec', still: 'flag' }

/** Among the lamps of the shade. Its seconds go on all the time, so it is not read aloud: changes are, beside the card. */
export function RecordingLamp({ desk }: { desk: RecordingDesk }) {
  // What became of a class that is over stands under its report.
  if (desk.class.value?.phase === 'closed') return null
  const says = lampSays(desk.recording.value, desk.isLive.value)
  return <Lamp state={SHAPES[says.says]}><span class="num">{words(says, desk)}</span></Lamp>
}

function words(says: LampSays, desk: RecordingDesk): string {
  if (says.says !== 'kept') return LAMP_WORDS[says.says]()
  const wall = desk.wallOf(says.to)
  return wall === undefined ? m.recording_lamp_on() : m.recording_lamp_kept({ time: timeText(wall) })
}

/** One tap, on the record or off it; the first time it asks, since that is the host's word for this class. */
export function RecordingKey({ desk }: { desk: RecordingDesk }) {
  const [asking, setAsking] = useState(false)
  const isOff = desk.recording.value.state === 'off'
  const press = () => {
    if (isOff && !desk.confirmed.value) setAsking(true)
    else void desk.switchTo(isOff)
  }
  return (
    <>
      <Button icon={<RecordIcon on={!isOff} />} onPress={press}>{isOff ? m.recording_switch_on() : m.recording_switch_off()}</Button>
      {asking ? <ConfirmDialog desk={desk} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

function ConfirmDialog({ desk, onClose }: { desk: RecordingDesk; onClose: () => void }) {
  const confirm = () => {
    onClose()
    void desk.switchTo(true)
  }
  return (
    <Dialog title={m.recording_ask()} onClose={onClose}>
      <p>{m.recording_ask_why()}</p>
      <p>{m.recording_ask_switch()}</p>
      <div class="recording-answers">
        <Button thumb onPress={onClose}>{m.recording_no()}</Button>
        <Button thumb icon={<RecordIcon on={false} />} onPress={confirm}>{m.recording_yes()}</Button>
      </div>
    </Dialog>
  )
}

/** A dot to begin, a dot crossed out to stop. */
export const RecordIcon = ({ on }: { on: boolean }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <circle cx="12" cy="12" r="6" class={on ? undefined : 'solid'} />
    {on ? <path d="M5 19 19 5" /> : null}
  </svg>
)
