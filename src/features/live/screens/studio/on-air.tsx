import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Pick } from '../../../../ui/components/choice.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { BroadcastIcon, CameraIcon, FileIcon, ScreenIcon, StopIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import { CameraClosed } from './camera-closed.tsx'
import type { StudioModel } from './model.ts'
import type { SourceKind, Trouble } from './sending.ts'
import { ObsCard } from './obs-card.tsx'
import { Sounds } from './sounds.tsx'
import { programmeOf } from './view.ts'

const TROUBLE_WORDS: Record<Trouble, () => string> = {
  'camera-lost': m.studio_source_lost_camera, 'screen-lost': m.studio_source_lost_screen, 'file-lost': m.studio_source_lost_file,
  denied: m.studio_source_denied, 'not-found': m.studio_source_none, failed: m.studio_source_failed, 'link-lost': m.studio_source_link_lost,
}

/** What goes out: the preview, the sources, the sound. Changing any of it leaves every phone's link alone. */
export function OnAir({ model }: { model: StudioModel }) {
  const { source, starting, trouble } = model.air.sending.value
  const file = useRef<HTMLInputElement>(null)
  const choose = (kind: SourceKind) => {
    if (kind === 'file') file.current?.click()
    else void model.air.chooseSource(kind)
  }
  const closed = model.camera.value !== 'open'
  return (
    <section class="stack stack-s" aria-labelledby="onair">
      <h2 class="head" id="onair">{m.studio_onair()}{starting ? <span role="status">{m.studio_source_starting()}</span> : null}</h2>
      <div class="onair">
        <Preview model={model} />
        <div class="stack stack-s">
          <Pick<SourceKind>
            label={m.studio_sources()}
            chosen={source}
            onChoose={choose}
            options={[
              { value: 'camera', words: m.studio_source_camera(), icon: <CameraIcon />, disabled: closed },
              { value: 'screen', words: m.studio_source_screen(), icon: <ScreenIcon />, disabled: closed },
              { value: 'file', words: m.studio_source_file(), icon: <FileIcon /> },
              { value: 'obs', words: m.studio_source_obs(), icon: <BroadcastIcon /> },
            ]}
          />
          {source !== null && source !== 'obs' ? <Button icon={<StopIcon />} onPress={() => void model.air.stopSending()}>{m.studio_source_stop()}</Button> : null}
        </div>
      </div>
      <input
        ref={file} class="hush" type="file" accept="video/*,audio/*" tabIndex={-1} aria-label={m.studio_file_pick()}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (chosen !== undefined) void model.air.chooseFile(chosen)
        }}
      />
      {trouble === null ? null : <p class="need is-flag" role="alert"><Lamp state="flag">{TROUBLE_WORDS[trouble]()}</Lamp></p>}
      <CameraClosed model={model} />
      <Sounds model={model} />
      <ObsCard model={model} />
    </section>
  )
}

function Preview({ model }: { model: StudioModel }) {
  const video = useRef<HTMLVideoElement>(null)
  const { preview, source } = model.air.sending.value
  const programme = programmeOf(model.air.publishers.value)
  const mine = programme !== undefined && programme.id === model.air.myPublisher.value
  const elsewhere = programme !== undefined && !mine
  useEffect(() => {
    if (video.current !== null && video.current.srcObject !== preview) video.current.srcObject = preview
  }, [preview])
  return (
    <div class="picture">
      <video ref={video} muted autoplay playsInline aria-label={m.studio_preview_mine()} hidden={preview === null} />
      {preview !== null ? <span class="picture-tag">{mine ? m.studio_preview() : m.studio_preview_mine()}</span> : null}
      {preview === null ? (
        <div class="picture-words">
          <b class="large">{elsewhere ? m.studio_preview_elsewhere({ label: programme.label }) : m.studio_preview_none()}</b>
          <span>{elsewhere ? m.studio_preview_elsewhere_why() : source === 'obs' ? m.studio_obs_waiting() : m.studio_preview_none_why()}</span>
        </div>
      ) : null}
    </div>
  )
}
