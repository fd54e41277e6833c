import { m } from '../../../../words/messages.js'
import { EMPTY_PLAN } from '../../wire/run.ts'
import type { Plan } from '../../wire/run.ts'

/** What a first class may begin with. */
export type FirstPlan = { readonly id: string; readonly title: () => string; readonly why: () => string; plan(): Plan }

export const FIRST_PLANS: readonly FirstPlan[] = [
  { id: 'none', title: m.tour_yours_plan_none, why: m.tour_yours_plan_none_why, plan: () => EMPTY_PLAN },
]
