import { useEffect } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Empty, Tell } from '../../../../ui/components/states.tsx'
import { m } from '../../../../words/messages.js'
import { inTwo } from '../crew/crew-format.ts'
import type { Fault } from '../consent/consent-state.ts'
import { ClassOnALine } from './class-on-a-line.tsx'
import { MarkSpan } from './mark-span.tsx'
import { MomentLine } from './moment-line.tsx'
import { rowsOf, sameSpan } from './moments-state.ts'
import type { MomentsState } from './moments-state.ts'
import type { MomentsPart } from './moments-visit.ts'
import { windowWords } from './moments-words.ts'

type MomentsPageProps = { code: string; part: MomentsPart; /** On a trusted address this device stays the same person. */ isKept: boolean }

/** `/moments/CODE`: where somebody appears in a class, and what becomes of it. Nobody else sees this page of theirs. */
export function MomentsPage({ code, part, isKept }: MomentsPageProps) {
  const state = part.state.value
  const title = state.at === 'there' ? state.told.title : null
  useEffect(() => {
    document.title = title === null ? m.privacy_moments_title() : m.privacy_moments_page_title({ title })
  }, [title])
  useEffect(() => {
    if (code !== '') void part.look()
  }, [code, part])
  return (
    <div class="screen">
      <Shade title={m.privacy_moments_title()} under={title ?? undefined}><span class="soft small">{m.privacy_moments_only_you()}</span></Shade>
      <main class="screen-main">
        <div class="body">{code === '' ? <Tell title={m.privacy_moments_no_code()}><p class="soft">{m.privacy_moments_no_code_why()}</p></Tell> : <Body code={code} part={part} state={state} isKept={isKept} />}</div>
      </main>
    </div>
  )
}

function Body({ code, part, state, isKept }: MomentsPageProps & { state: MomentsState }) {
  if (state.at === 'looking') return <p class="appears-late" role="status">{m.privacy_moments_looking()}</p>
  if (state.at === 'failed') return <Failed code={code} fault={state.fault} onAgain={() => void part.look()} />
  return <There code={code} part={part} state={state} isKept={isKept} />
}

function Failed({ code, fault, onAgain }: { code: string; fault: Fault; onAgain: () => void }) {
  const again = <Button kind="act" thumb onPress={onAgain}>{m.privacy_moments_again()}</Button>
  if (fault.type === 'unreachable') return <div role="status" class="stack"><Tell title={m.privacy_moments_unreachable()} act={again}><p class="soft">{m.privacy_moments_unreachable_why()}</p></Tell></div>
  const isUnknown = fault.code === 'CLASS_UNKNOWN'
  return (
    <div role="status" class="stack">
      <Tell title={isUnknown ? m.privacy_moments_unknown({ code: inTwo(code) }) : fault.sentence} act={again}>{isUnknown ? <p class="soft">{m.privacy_moments_unknown_why()}</p> : null}</Tell>
    </div>
  )
}

function There({ code, part, state, isKept }: MomentsPageProps & { state: Extract<MomentsState, { at: 'there' }> }) {
  const { told, draft, fault } = state
  const rows = rowsOf(told)
  const isMarking = draft !== null && !rows.some(({ span }) => sameSpan(span, draft.span))
  return (
    <>
      <div class="stack stack-s">
        {rows.length === 0 ? null : <p class="large">{m.privacy_moments_count({ count: rows.length })}</p>}
        {told.classSpan === null ? null : <ClassOnALine whole={told.classSpan} rows={rows} asking={draft?.span ?? part.playing.value?.span ?? null} />}
        <p class="small is-pencil moments-window">{windowWords(told.window)}</p>
        {told.recorded ? null : <p class="small soft">{m.privacy_moments_not_recorded()}</p>}
        <div role="alert">{fault === null ? null : <p class="field-wrong">{fault.type === 'refused' && fault.sentence !== '' ? fault.sentence : m.privacy_moments_untold()}</p>}</div>
      </div>
      {rows.length === 0
        ? <Empty title={m.privacy_moments_none()}><p class="soft">{told.window.state === 'not-yet' ? m.privacy_moments_none_yet() : m.privacy_moments_none_why()}</p></Empty>
        : <ul class="stack" aria-label={m.privacy_moments_list()}>{rows.map((row) => <MomentLine key={`${String(row.span.from)}-${String(row.span.to)}`} row={row} told={told} draft={draft} part={part} />)}</ul>}
      {told.mayWatchAll && told.classSpan !== null && told.window.state === 'open' ? <MarkSpan whole={told.classSpan} part={part} draft={isMarking ? draft : null} /> : null}
      {isKept ? null : <p class="small soft">{m.privacy_moments_lasts({ keep: m.keep_title() })}</p>}
      <div class="foot stack stack-s">
        {told.mayWatchAll ? <a class="btn btn-thumb" href={`/replay/${code}`}>{m.privacy_moments_replay()}</a> : null}
        <a class="btn btn-thumb" href={`/consent/${code}`}>{m.privacy_moments_choices()}</a>
      </div>
    </>
  )
}
