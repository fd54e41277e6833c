import { mount } from '../../../../platform/http/mounted.ts'
import type { Mounted } from '../../../../platform/http/mounted.ts'
import * as wire from '../../wire/routes.ts'
import type { RecordingDeps } from './deps.ts'
import { destroyRecording } from './destroy-recording.ts'
import { setRecording } from './set-recording.ts'
import { showRecording } from './show-recording.ts'

/** The doors of recording itself. */
export function recordingDoors(deps: RecordingDeps): Mounted[] {
  return [
    mount(wire.setRecording, ({ params, input, caller }) => setRecording(deps, params.code, input.on, caller.device)),
    mount(wire.showRecording, ({ params }) => showRecording(deps, params.code)),
    mount(wire.destroyRecording, ({ params, caller }) => destroyRecording(deps, params.code, caller.device)),
  ]
}
