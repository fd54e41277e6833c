import { useEffect } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Tell } from '../../../../ui/components/states.tsx'
import { m } from '../../../../words/messages.js'
import { inTwo } from '../crew/crew-format.ts'
import { ConsentBody } from './consent-body.tsx'
import type { ConsentPart } from './consent-desk.ts'
import { type ConsentState, viewOf } from './consent-state.ts'
import type { MinePart } from './mine-desk.ts'
import { MineCard } from './mine-card.tsx'

type ConsentPageProps = {
  code: string
  part: ConsentPart
  mine: MinePart
  /** How long this device stays the same person at this address. */
  lasts: 'kept' | 'class' | 'page'
}

/** `/consent/CODE`: the form by itself, as a printed code opens it before a class runs. */
export function ConsentPage({ code, part, mine, lasts }: ConsentPageProps) {
  const state = part.state.value
  const title = state.told?.class.title ?? null
  useEffect(() => {
    document.title = title === null ? m.privacy_consent_page_title_none() : m.privacy_consent_page_title({ title })
  }, [title])
  useEffect(() => {
    if (code !== '') void part.look()
  }, [code, part])
  return (
    <div class="screen">
      <Shade title={m.privacy_consent_title()} under={title ?? undefined} />
      <main class="screen-main">
        <div class="body">{code === '' ? <Tell title={m.privacy_consent_no_code()}><p class="soft">{m.privacy_consent_no_code_why()}</p></Tell> : <Body code={code} state={state} part={part} mine={mine} lasts={lasts} />}</div>
      </main>
    </div>
  )
}

function Body({ code, state, part, mine, lasts }: Omit<ConsentPageProps, 'part'> & { part: ConsentPart; state: ConsentState }) {
  const view = viewOf(state)
  if (view === 'looking') return <p class="appears-late" role="status">{m.privacy_consent_looking()}</p>
  if (view === 'failed') return <Failed code={code} state={state} part={part} />
  if (view === 'forgotten') return <Tell title={m.privacy_consent_forgotten()}><p class="soft">{m.privacy_consent_forgotten_why()}</p></Tell>
  const isOver = state.told?.afterlife !== 'running'
  return (
    <>
      {view === 'over' ? <div class="stack" role="status"><h2 class="title">{m.privacy_consent_over()}</h2><p>{m.privacy_consent_over_why()}</p></div> : (
        <>
          <p class="soft">{isOver ? m.privacy_consent_over_said() : m.privacy_consent_before({ title: state.told?.class.title ?? '' })}</p>
          <ConsentBody part={part} />
        </>
      )}
      {lasts === 'kept' ? null : <p class="small soft">{lasts === 'class' ? m.privacy_consent_lasts_class({ keep: m.keep_title() }) : m.privacy_consent_lasts_page()}</p>}
      <MineCard desk={mine} />
      <div class="foot stack stack-s">
        <a class="btn btn-thumb" href={`/moments/${code}`}>{m.privacy_consent_moments()}</a>
        {isOver ? null : <a class="btn btn-thumb" href={`/c/${code}`}>{m.privacy_consent_to_class()}</a>}
      </div>
    </>
  )
}

function Failed({ code, state: { fault }, part }: { code: string; state: ConsentState; part: ConsentPart }) {
  const again = <Button kind="act" thumb onPress={() => void part.look()}>{m.privacy_consent_again()}</Button>
  return (
    <div class="stack" role="status">
      {fault?.type !== 'refused' ? <Tell title={m.privacy_consent_unreachable()} act={again}><p class="soft">{m.privacy_consent_unreachable_why()}</p></Tell>
        : fault.code === 'CLASS_UNKNOWN' ? <Tell title={m.privacy_consent_unknown({ code: inTwo(code) })} act={again}><p class="soft">{m.privacy_consent_unknown_why()}</p></Tell>
        : <Tell title={fault.sentence === '' ? m.privacy_consent_refused() : fault.sentence} act={again} />}
    </div>
  )
}
