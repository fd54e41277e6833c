import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { m } from '../../../../../words/messages.js'
import { planSeconds } from '../../../rules/run/plan.ts'
import { planOf, TEMPLATES } from '../../../rules/run/templates.ts'
import type { StudioModel } from '../model.ts'
import { TEMPLATE_WORDS, templateText } from './template-words.ts'

/** Ways to begin a run of show: one of ours, one's own from nothing, or from a file (below). */
export function Templates({ model }: { model: StudioModel }) {
  return (
    <div class="stack stack-s">
      <p class="soft">{m.studio_templates_why()}</p>
      <ul class="templates">
        {TEMPLATES.map((template) => {
          const plan = planOf(template, templateText, model.plan.newId)
          return (
            <li key={template}>
              <button type="button" class="template" onClick={() => model.plan.setPlan({ ...plan, objective: model.plan.draft.peek().plan.objective })}>
                <b>{TEMPLATE_WORDS[template].title()}</b>
                <span class="num small">{m.studio_plan_total({ items: plan.items.length, time: clockText(planSeconds(plan)) })}</span>
                <span class="small soft">{TEMPLATE_WORDS[template].why()}</span>
              </button>
            </li>
          )
        })}
      </ul>
      <p><Button onPress={() => model.plan.add('check')}>{m.studio_templates_none()}</Button></p>
    </div>
  )
}
