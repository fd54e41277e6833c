import { useEffect, useState } from 'preact/hooks'
import { clockText } from '../../../../ui/clock-text.ts'
import { Button } from '../../../../ui/components/button.tsx'
import { Dialog } from '../../../../ui/components/dialog.tsx'
import { PlayIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import { Gaps } from './gaps-list.tsx'
import { sizeText } from './recording-words.ts'
import type { RecordingDetails, ReplayDesk } from './replay-desk.ts'
import { ReplaySettings } from './replay-settings.tsx'

/** Under the report: what is kept of the class, who may watch it, and deleting it. */
export function RecordingAfter({ desk, address }: { desk: ReplayDesk; address: string }) {
  const [deleting, setDeleting] = useState(false)
  useEffect(() => { void desk.look() }, [desk])
  const details = desk.details.value
  const isKept = details !== null && details.bytes > 0
  return (
    <section class="card stack recording-after" aria-labelledby="recording-after">
      <h2 id="recording-after">{m.recording_title()}</h2>
      {details === null ? <p class="appears-late" role="status">{m.recording_looking()}</p> : <Kept details={details} />}
      {isKept ? (
        <>
          <p class="line">
            <a class="btn" href={`/replay/${desk.deps.code}`} target="_blank" rel="noreferrer"><PlayIcon />{m.recording_watch()}</a>
            <Button kind="flag" onPress={() => setDeleting(true)}>{m.recording_delete()}</Button>
          </p>
          <h3>{m.recording_replay()}</h3>
          <ReplaySettings desk={desk} address={address} />
        </>
      ) : null}
      {deleting ? <DeleteDialog desk={desk} onClose={() => setDeleting(false)} /> : null}
    </section>
  )
}

function Kept({ details }: { details: RecordingDetails }) {
  const { recording, bytes } = details
  if (bytes === 0) return <p role="status">{m.recording_nothing_kept()}</p>
  return (
    <>
      <p class="num" role="status">{m.recording_kept({ time: clockText(recording.seconds), size: sizeText(bytes) })}</p>
      <Gaps gaps={details.gaps} />
    </>
  )
}

function DeleteDialog({ desk, onClose }: { desk: ReplayDesk; onClose: () => void }) {
  const destroy = () => {
    onClose()
    void desk.destroy()
  }
  return (
    <Dialog title={m.recording_delete_ask()} onClose={onClose}>
      <p>{m.recording_delete_why()}</p>
      <div class="line">
        <Button onPress={onClose}>{m.recording_delete_no()}</Button>
        <Button kind="flag" onPress={destroy}>{m.recording_delete_yes()}</Button>
      </div>
    </Dialog>
  )
}
