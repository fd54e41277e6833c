import type { Crypto } from '../../../../kernel/crypto.ts'
import { newId } from '../../../../kernel/ids.ts'
import { m } from '../../../../words/messages.js'
import { planOf, TEMPLATES } from '../../rules/run/templates.ts'
import { EMPTY_PLAN } from '../../wire/run.ts'
import type { Plan } from '../../wire/run.ts'
import { TEMPLATE_WORDS, templateText } from '../studio/plan/template-words.ts'

/** What a first class may begin with. */
export type FirstPlan = { readonly id: string; readonly title: () => string; readonly why: () => string; plan(crypto: Pick<Crypto, 'randomBytes'>): Plan }

/** The templates, the shortest to understand first, and none. */
export const FIRST_PLANS: readonly FirstPlan[] = [
  ...TEMPLATES.map((template): FirstPlan => ({
    id: template, ...TEMPLATE_WORDS[template], plan: (crypto) => planOf(template, templateText, () => newId('item', crypto)),
  })),
  { id: 'none', title: m.tour_yours_plan_none, why: m.tour_yours_plan_none_why, plan: () => EMPTY_PLAN },
]
