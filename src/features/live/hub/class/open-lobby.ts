import type { DeviceId } from '../../../../kernel/ids.ts'
import type { ClassView } from '../../wire/words.ts'
import { runStep } from './class-command.ts'
import type { ClassCommandDeps } from './class-command.ts'

/** Lets people in. */
export function openLobby(deps: ClassCommandDeps, code: string, actor: DeviceId): ClassView {
  return runStep(deps, code, { type: 'open-lobby' }, actor)
}
