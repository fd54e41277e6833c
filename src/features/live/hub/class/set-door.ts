import type { DeviceId } from '../../../../kernel/ids.ts'
import type { ClassView } from '../../wire/words.ts'
import { runStep } from './class-command.ts'
import type { ClassCommandDeps } from './class-command.ts'

/** Locks the door against whoever has no seat yet, or opens it again. */
export function setDoor(deps: ClassCommandDeps, code: string, locked: boolean, actor: DeviceId): ClassView {
  return runStep(deps, code, { type: 'set-door', locked }, actor)
}
