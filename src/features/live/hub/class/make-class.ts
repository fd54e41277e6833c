import { newClassCode, newId } from '../../../../kernel/ids.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { Plan } from '../../wire/run.ts'
import type { ClassView } from '../../wire/words.ts'
import { runStep } from './class-command.ts'
import type { ClassCommandDeps } from './class-command.ts'
import type { LiveDeps } from '../deps.ts'
import { planDraft, requirePlan } from '../run/set-plan.ts'
import { tellRun } from '../run/tell-run.ts'
import { classByCode } from '../store.ts'

/** Makes a draft with a code of its own, with a plan or without. */
export function makeClass(
  deps: ClassCommandDeps & Pick<LiveDeps, 'crypto'>, title: string, actor: DeviceId | 'box', plan?: Plan,
): ClassView {
  if (plan) requirePlan(plan)
  let code = newClassCode(deps.crypto)
  while (classByCode(deps.journal.query, code)) code = newClassCode(deps.crypto)
  const step = { type: 'make', id: newId('cls', deps.crypto), code, title } as const
  const view = runStep(deps, undefined, step, actor, (id) => (plan ? [planDraft(id, plan, actor)] : []))
  tellRun(deps, view.id)
  return view
}
