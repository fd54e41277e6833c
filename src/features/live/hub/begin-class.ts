import type { DeviceId } from '../../../kernel/ids.ts'
import type { ClassView } from '../wire/words.ts'
import { runStep } from './class-command.ts'
import type { ClassCommandDeps } from './class-command.ts'
import type { LiveDeps } from './deps.ts'

/** Begins: everybody is told, and the media that was held back for the lobby goes out. */
export function beginClass(deps: ClassCommandDeps & Pick<LiveDeps, 'watchers'>, code: string, actor: DeviceId): ClassView {
  const view = runStep(deps, code, { type: 'begin' }, actor)
  deps.watchers.phaseChanged(view.id, view.phase)
  return view
}
