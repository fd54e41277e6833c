import type { DeviceId } from '../../../../kernel/ids.ts'
import type { ClassView } from '../../wire/words.ts'
import { runStep } from './class-command.ts'
import type { ClassCommandDeps } from './class-command.ts'
import type { LiveDeps } from '../deps.ts'

/** Has the class begin by itself, or takes that back. */
export function setStart(deps: ClassCommandDeps & Pick<LiveDeps, 'starts'>, code: string, inSeconds: number | null, actor: DeviceId): ClassView {
  const view = runStep(deps, code, { type: 'set-start', inSeconds }, actor)
  deps.starts.agree(view)
  return view
}
