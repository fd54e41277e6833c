import type { DeviceId } from '../../../../kernel/ids.ts'
import type { ClassView } from '../../wire/words.ts'
import { runStep } from './class-command.ts'
import type { ClassCommandDeps } from './class-command.ts'

export function renameClass(deps: ClassCommandDeps, code: string, title: string, actor: DeviceId): ClassView {
  return runStep(deps, code, { type: 'rename', title }, actor)
}
