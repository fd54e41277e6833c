import { useEffect } from 'preact/hooks'
import { m } from '../../../../words/messages.js'
import { LookingPage, NotOpenPage } from './looking-page.tsx'
import type { LearnerModel } from './model.ts'
import { SeatPage } from './seat-page.tsx'
import { BringPage, CodePage, OverPage, RemovedPage } from './together-parts.ts'
import { Seated } from './seated/later.ts'
import { viewOf } from './view.ts'

/** The whole learner's page: one of few pages, as the state says. */
export function LearnerPage({ model }: { model: LearnerModel }) {
  const state = model.state.value
  const view = viewOf(state, model.time.value)
  const title = state.class?.title
  useEffect(() => {
    document.title = title === undefined ? m.learner_page_title() : m.learner_page_title_class({ title })
  }, [title])

  useEffect(() => {
    if (view.page !== 'bring') Seated.preload()
  }, [view.page])

  switch (view.page) {
    case 'bring':
      return <BringPage.Part model={model} text={view.text} />
    case 'code':
      return <CodePage.Part model={model} state={state} />
    case 'looking':
      return <LookingPage model={model} state={state} />
    case 'not-open':
      return <NotOpenPage view={view.class} />
    case 'seat':
      return <SeatPage model={model} state={state} view={view.class} />
    case 'lobby':
    case 'live':
      return <Seated.Part model={model} state={state} view={view.class} choice={view.choice} page={view.page} />
    case 'removed':
      return <RemovedPage.Part model={model} view={view.class} blocked={view.blocked} />
    case 'over':
      return <OverPage.Part model={model} state={state} />
  }
}
