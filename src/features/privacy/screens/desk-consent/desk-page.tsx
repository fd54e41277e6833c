import { useEffect } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Dialog } from '../../../../ui/components/dialog.tsx'
import { Qr } from '../../../../ui/components/qr.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Tell } from '../../../../ui/components/states.tsx'
import { PrintIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import { AskCode } from '../crew/ask-code.tsx'
import { inTwo } from '../crew/crew-format.ts'
import { Problem } from '../crew/problem.tsx'
import { DeskForm } from './desk-form.tsx'
import type { DeskPart, DeskView } from './desk-model.ts'
import { WrittenList } from './written-list.tsx'

type PageProps = {
  model: DeskPart
  /** Scheme and host under which learners reach the box. */
  address: string
  mayOpenStudio: boolean
}

/** `/desk/CODE`: consent of people without a phone, and a code to scan for those who have one. */
export function DeskPage({ model, address, mayOpenStudio }: PageProps) {
  const state = model.state.value
  const title = state.at === 'there' ? state.view.title : null
  useEffect(() => {
    document.title = title === null ? m.privacy_desk_title() : m.privacy_desk_page_title({ title })
  }, [title])
  return (
    <div class="screen desk-screen">
      <Shade title={title === null || title === '' ? m.privacy_desk_title() : title} under={title === null ? undefined : m.privacy_desk_title()}>
        {mayOpenStudio ? <a class="btn" href="/host">{m.privacy_crew_studio()}</a> : null}
      </Shade>
      <main class="screen-main">
        {state.at === 'there' ? <Desk model={model} view={state.view} link={`${address}/consent/${model.code}`} /> : <div class="body">{before(model)}</div>}
      </main>
      <TakeBack model={model} />
      <Problem problem={model.problem.value ?? model.done.value} onDismiss={() => model.dismiss()} />
    </div>
  )
}

function before(model: DeskPart) {
  const state = model.state.value
  if (model.code === '') return <AskCode start="/desk" title={m.privacy_desk_which()} why={m.privacy_desk_which_why()} />
  if (state.at === 'refused') return <Tell title={state.sentence} act={<Button kind="act" thumb onPress={() => void model.look()}>{m.privacy_crew_try_again()}</Button>} />
  return <p class="appears-late" role="status">{m.privacy_desk_looking({ code: inTwo(model.code) })}</p>
}

function Desk({ model, view, link }: { model: DeskPart; view: DeskView; link: string }) {
  return (
    <div class="desk">
      <DeskForm model={model} />
      <div class="stack desk-side">
        <Scan link={link} title={view.title} />
        <WrittenList model={model} view={view} />
      </div>
    </div>
  )
}

/** On a wall, on paper or held out: it names its class, also before that runs. */
function Scan({ link, title }: { link: string; title: string }) {
  return (
    <section class="card stack desk-scan" aria-labelledby="desk-scan">
      <h2 class="title" id="desk-scan">{m.privacy_desk_scan()}</h2>
      {/* On paper it speaks to whoever scans it. */}
      <div class="desk-paper stack"><p class="desk-paper-ask">{m.privacy_consent_title()}</p><p class="say">{title}</p></div>
      <Qr text={link} label={m.privacy_desk_scan_label({ title })} />
      <p class="code desk-address" dir="ltr">{link}</p>
      <p class="desk-paper">{m.privacy_consent_lead()}</p>
      <p class="small soft desk-scan-why">{m.privacy_desk_scan_why()}</p>
      <p class="desk-scan-print"><Button icon={<PrintIcon />} onPress={() => print()}>{m.privacy_desk_print()}</Button></p>
    </section>
  )
}

function TakeBack({ model }: { model: DeskPart }) {
  const written = model.takingBack.value
  if (written === null) return null
  return (
    <Dialog title={m.privacy_desk_take_back_ask({ name: written.name ?? m.privacy_desk_nameless() })} onClose={() => model.askTakeBack(null)}>
      <p>{m.privacy_desk_take_back_why()}</p>
      <div class="line">
        <Button onPress={() => model.askTakeBack(null)}>{m.privacy_desk_take_back_no()}</Button>
        <Button kind="flag" busy={model.busy.value} onPress={() => void model.takeBack()}>{m.privacy_desk_take_back_yes()}</Button>
      </div>
    </Dialog>
  )
}
