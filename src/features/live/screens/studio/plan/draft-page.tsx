import { useMemo, useState } from 'preact/hooks'
import type { ItemId } from '../../../../../kernel/ids.ts'
import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Field } from '../../../../../ui/components/field.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { pageLanguage } from '../../../../../ui/language.ts'
import { m } from '../../../../../words/messages.js'
import { planSeconds } from '../../../rules/run/plan.ts'
import { BeforeCard } from '../rehearsal/before-card.tsx'
import { deskOf } from '../rehearsal/desk-of.ts'
import { OnAir } from '../on-air.tsx'
import type { StudioModel } from '../model.ts'
import type { StudioParts } from '../parts.ts'
import { PastClasses } from './past-classes.tsx'
import { PlanItems } from './plan-items.tsx'
import { PlanTransfer } from './plan-transfer.tsx'
import { missingWords, SAVED_WORDS } from './plan-words.ts'
import { Templates } from './templates.tsx'

/** Before anybody comes: what the class is called, what it is for, and how it goes. */
export function DraftPage({ model, parts }: { model: StudioModel; parts: Pick<StudioParts, 'draft'> }) {
  return (
    <main class="studio studio-draft">
      <div class="stack draft-main">
        <form
          class="card stack"
          onSubmit={(event) => {
            event.preventDefault()
            void model.openLobby()
          }}
        >
          <h2 class="title">{m.studio_draft_title()}</h2>
          <TitleFields model={model} />
          <OpenLobby model={model} />
        </form>
        <PlanSection model={model} />
      </div>
      <div class="stack draft-side">
        <PastClasses model={model} />
        <OnAir model={model} />
        {model.class.value === null ? null : parts.draft(model.class.value.code)}
        {model.class.value?.rehearsal === false && model.control.role === 'host' ? <BeforeClass model={model} code={model.class.value.code} /> : null}
      </div>
    </main>
  )
}

/** Trying out the box and the class, unless this is a rehearsal already. */
function BeforeClass({ model, code }: { model: StudioModel; code: string }) {
  const desk = useMemo(() => deskOf(model, code), [model, code])
  return <BeforeCard desk={desk} language={pageLanguage()} />
}

function TitleFields({ model }: { model: StudioModel }) {
  const { title, plan } = model.plan.draft.value
  return (
    <>
      <Field
        label={m.studio_name_label()} name="title" value={title} onInput={(text) => model.plan.setTitle(text)} why={m.studio_name_why()} maxLength={120}
        wrong={title.trim() === '' ? m.studio_missing_title() : null} disabled={!model.plan.loaded.value}
      />
      <Field
        label={m.studio_objective_label()} name="objective" value={plan.objective} onInput={(text) => model.plan.setObjective(text)} why={m.studio_objective_why()} maxLength={200}
        disabled={!model.plan.loaded.value}
      />
    </>
  )
}

function OpenLobby({ model }: { model: StudioModel }) {
  const missing = model.plan.missing.value
  return (
    <>
      <Button kind="act" thumb submit busy={model.busy.value} disabled={missing !== null || !model.plan.loaded.value}>{m.studio_open_lobby()}</Button>
      <p class="small soft">{m.studio_open_lobby_why()}</p>
    </>
  )
}

/** The run of show, or ways to begin one. Also while people wait in the lobby. */
export function PlanSection({ model }: { model: StudioModel }) {
  const [open, setOpen] = useState<ItemId | null>(null)
  const { plan } = model.plan.draft.value
  return (
    <section class="card stack" aria-labelledby="plan">
      <h2 class="head" id="plan">
        <span>{m.studio_run()}</span>
        <span class="num">{plan.items.length === 0 ? '' : m.studio_plan_total({ items: plan.items.length, time: clockText(planSeconds(plan)) })}</span>
      </h2>
      {plan.items.length === 0 ? <Templates model={model} /> : <PlanItems model={model} open={open} onOpen={setOpen} />}
      <Kept model={model} />
      <PlanTransfer model={model} />
    </section>
  )
}

/** Whether what is written is with the box. */
function Kept({ model }: { model: StudioModel }) {
  const [missing, saved] = [model.plan.missing.value, model.plan.saved.value]
  if (missing !== null) return <p role="status"><Lamp state="flag">{missingWords(missing)}</Lamp></p>
  return <p role="status"><Lamp state={saved === 'kept' ? 'on' : saved === 'refused' ? 'flag' : 'wait'}>{SAVED_WORDS[saved]()}</Lamp></p>
}
