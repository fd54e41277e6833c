import { mount } from '../../../platform/http/mounted.ts'
import type { Mounted } from '../../../platform/http/mounted.ts'
import * as wire from '../wire/routes.ts'
import { openReplay } from './replay/open-replay.ts'
import { setReplay } from './replay/set-replay.ts'
import type { StreamDeps } from './stream/deps.ts'
import { openStream } from './stream/open-stream.ts'
import { streamDoor } from './stream/stream-door.ts'

/** Every door of this feature, behind its contract. */
export function captureDoors(deps: StreamDeps): Mounted[] {
  return [
    mount(wire.setReplay, ({ params, input, caller }) => setReplay(deps, params.code, input, caller.device)),
    mount(wire.openStream, ({ params, caller }) => openStream(deps, params.code, caller.device)),
    mount(wire.openReplay, ({ params, caller }) => openReplay(deps, params.code, caller.device)),
    streamDoor(deps),
  ]
}
