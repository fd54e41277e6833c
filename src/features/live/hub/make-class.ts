import { newClassCode, newId } from '../../../kernel/ids.ts'
import type { DeviceId } from '../../../kernel/ids.ts'
import type { ClassView } from '../wire/words.ts'
import { runStep } from './class-command.ts'
import type { ClassCommandDeps } from './class-command.ts'
import type { LiveDeps } from './deps.ts'
import { classByCode } from './store.ts'

/** Makes a draft with a code of its own. */
export function makeClass(deps: ClassCommandDeps & Pick<LiveDeps, 'crypto'>, title: string, actor: DeviceId | 'box'): ClassView {
  let code = newClassCode(deps.crypto)
  while (classByCode(deps.journal.query, code)) code = newClassCode(deps.crypto)
  return runStep(deps, undefined, { type: 'make', id: newId('cls', deps.crypto), code, title }, actor)
}
