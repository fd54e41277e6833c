import { useState } from 'preact/hooks'
import { clockText } from '../../../../ui/clock-text.ts'
import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { m } from '../../../../words/messages.js'
import { Gaps } from './gaps-list.tsx'
import type { RecordingDesk } from './recording-desk.ts'
import { RecordIcon } from './recording-lamp.tsx'
import { atRiskSeconds, LITTLE_ROOM_SECONDS, lampSays, troubleOf } from './recording-view.ts'
import { LAMP_WORDS, lengthText, TROUBLE_WORDS } from './recording-words.ts'
import { ReplaySettings } from './replay-settings.tsx'
import type { ReplayDesk } from './replay-desk.ts'

type CardProps = { desk: RecordingDesk; replayOf: (code: string) => ReplayDesk; address: string }

/** In the lobby and live: the question, then how the recording stands and what it would cost if the power went. */
export function RecordingCard({ desk, replayOf, address }: CardProps) {
  const code = desk.class.value?.code
  if (code === undefined) return null
  return (
    <section class="card stack stack-s" aria-labelledby="recording">
      <h2 class="head" id="recording">{m.recording_title()}</h2>
      <p class="hush" role="status">{heard(desk)}</p>
      {desk.asks.value ? <Ask desk={desk} /> : <Standing desk={desk} />}
      {desk.confirmed.value ? <Again key={code} desk={replayOf(code)} address={address} /> : null}
    </section>
  )
}

function Ask({ desk }: { desk: RecordingDesk }) {
  return (
    <>
      <p class="large"><b>{m.recording_ask()}</b></p>
      <p class="small">{m.recording_ask_why()}</p>
      <p class="small soft">{m.recording_ask_switch()}</p>
      <div class="recording-answers">
        <Button thumb onPress={() => { desk.declined.value = true }}>{m.recording_no()}</Button>
        <Button thumb icon={<RecordIcon on={false} />} onPress={() => void desk.switchTo(true)}>{m.recording_yes()}</Button>
      </div>
    </>
  )
}

function Standing({ desk }: { desk: RecordingDesk }) {
  const recording = desk.recording.value
  const isOff = recording.state === 'off'
  return (
    <>
      {isOff ? <p>{recording.since === null ? m.recording_never_why() : m.recording_off_why()}</p> : <Kept desk={desk} />}
      <p><Button icon={<RecordIcon on={!isOff} />} onPress={() => desk.press()}>{isOff ? m.recording_switch_on() : m.recording_switch_off()}</Button></p>
    </>
  )
}

/** Where the host looks first: what is wrong with the recording, and what to do. */
export function RecordingAlarm({ desk }: { desk: RecordingDesk }) {
  const trouble = desk.isLive.value ? troubleOf(desk.recording.value) : undefined
  return trouble === undefined ? null : <p class="need is-flag" role="alert"><Lamp state="flag">{TROUBLE_WORDS[trouble]()}</Lamp></p>
}

function Kept({ desk }: { desk: RecordingDesk }) {
  const recording = desk.recording.value
  if (!desk.isLive.value) return <p>{m.recording_waits_why()}</p>
  const risk = atRiskSeconds(recording, desk.now.value)
  const room = recording.state === 'on' ? recording.roomForSeconds : null
  return (
    <ul class="rows recording-rows num">
      <li class="row">{m.recording_so_far({ time: clockText(recording.seconds) })}</li>
      {risk === null ? null : <li class="row">{m.recording_power_cut({ length: lengthText(risk) })}</li>}
      {room === null ? null : <li class="row">{room < LITTLE_ROOM_SECONDS ? <Lamp state="flag">{m.recording_room_little({ length: lengthText(room) })}</Lamp> : m.recording_room({ length: lengthText(room) })}</li>}
    </ul>
  )
}

/** Told aloud as it changes: the state alone, without its running seconds. */
function heard(desk: RecordingDesk): string {
  const says = lampSays(desk.recording.value, desk.isLive.value)
  return says.says === 'kept' ? m.recording_lamp_on() : LAMP_WORDS[says.says]()
}

/** Fetched when it is opened: during a class the host has other things to look at. */
function Again({ desk, address }: { desk: ReplayDesk; address: string }) {
  const [open, setOpen] = useState(false)
  const toggle = (isOpen: boolean) => {
    setOpen(isOpen)
    if (isOpen) void desk.look()
  }
  return (
    <details class="more" open={open} onToggle={(event) => { if (event.currentTarget.open !== open) toggle(event.currentTarget.open) }}>
      <summary>{m.recording_replay()}</summary>
      {open ? <ReplaySettings desk={desk} address={address} /> : null}
      {open && desk.details.value !== null ? <Gaps gaps={desk.details.value.gaps} /> : null}
    </details>
  )
}
