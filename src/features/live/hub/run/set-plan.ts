import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId, DeviceId } from '../../../../kernel/ids.ts'
import type { EntryDraft } from '../../../../platform/journal/drafts.ts'
import { isOver } from '../../rules/class.ts'
import { checkPlan, planSeconds } from '../../rules/run/plan.ts'
import type { Plan } from '../../wire/run.ts'
import { planSet } from '../../wire/run-entries.ts'
import type { ClassView } from '../../wire/words.ts'
import { tellClass } from '../class/class-command.ts'
import type { ClassCommandDeps } from '../class/class-command.ts'
import { classById } from '../store.ts'
import { findClass } from '../views.ts'
import { runOf } from './run-store.ts'
import { tellRun } from './tell-run.ts'

/** Puts a plan in the place of the one before, until the class begins; the same one again is no news. Throws what the rules refuse. */
export function setPlan(deps: ClassCommandDeps, code: string, plan: Plan, actor: DeviceId): ClassView {
  requirePlan(plan)
  const stored = deps.journal.transact((tx) => {
    const before = findClass(tx.sql, code)
    if (isOver(before.phase)) throw new Refused('CLASS_OVER')
    if (before.phase !== 'draft' && before.phase !== 'lobby') throw new Refused('PLAN_RUNNING')
    if (JSON.stringify(runOf(tx.sql, before.id)?.plan) !== JSON.stringify(plan)) tx.append(planDraft(before.id, plan, actor))
    return classById(tx.sql, before.id) ?? before
  })
  tellRun(deps, stored.id)
  return tellClass(deps, stored)
}

/** What the schema of the door cannot say. A page of ours has said it to its host before, in more words. */
export function requirePlan(plan: Plan): void {
  const fault = checkPlan(plan)
  if (fault) throw new Refused('BAD_INPUT', { field: 'plan', fault: fault.fault, ...('place' in fault ? { item: fault.place.item } : {}) })
}

export function planDraft(classId: ClassId, plan: Plan, actor: DeviceId | 'box'): EntryDraft {
  const cues = plan.items.reduce((sum, item) => sum + item.cues.length, 0)
  return { kind: planSet.kind, classId, actor, body: { items: plan.items.length, seconds: planSeconds(plan), cues }, private: { plan } }
}
