import type { DeviceId } from '../../../../kernel/ids.ts'
import type { Stagger } from '../../rules/admission.ts'
import type { ClassView } from '../../wire/words.ts'
import { runStep } from './class-command.ts'
import type { ClassCommandDeps } from './class-command.ts'
import type { LiveDeps } from '../deps.ts'

export type BeginClassDeps = ClassCommandDeps & Pick<LiveDeps, 'watchers' | 'starts'>

/** Begins: everybody is told, and the media that was held back for the lobby goes out to those who are let in. */
export function beginClass(deps: BeginClassDeps, code: string, actor: DeviceId | 'box', stagger?: Stagger): ClassView {
  const view = runStep(deps, code, { type: 'begin', stagger }, actor)
  deps.starts.agree(view)
  deps.watchers.openingChanged(view.id, view)
  return view
}
