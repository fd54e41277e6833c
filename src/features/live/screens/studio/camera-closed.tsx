import { m } from '../../../../words/messages.js'
import type { StudioModel } from './model.ts'

/** Which way to camera and microphone applies here, and why; nothing is said where they are open. */
export function CameraClosed({ model }: { model: StudioModel }) {
  const door = model.camera.value
  if (door === 'open') return null
  const trusted = model.trustedAddress.value
  const own = `${location.protocol}//localhost${location.port === '' ? '' : `:${location.port}`}/host`
  return (
    <div class="card stack stack-s camera-closed">
      <b>{m.studio_camera_closed()}</b>
      <p class="small">
        {door === 'needs-trusted-address' && trusted !== null
          ? m.studio_camera_trusted({ address: `${trusted}/host` })
          : m.studio_camera_own_screen({ address: own })}
      </p>
      {trusted === null ? null : <a class="btn" href={`${trusted}/host`}>{m.studio_camera_open_trusted()}</a>}
    </div>
  )
}
