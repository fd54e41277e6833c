import { useEffect } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Tell } from '../../../../ui/components/states.tsx'
import { m } from '../../../../words/messages.js'
import { DoorSheet } from './door-sheet.tsx'
import type { SheetPart } from './model.ts'
import { NotesForm } from './notes-form.tsx'

/** `/host/sheet/CODE`: one page of paper for the door, and what it needs to be told. */
export function SheetPage({ model }: { model: SheetPart }) {
  const state = model.state.value
  const title = state.at === 'there' ? state.class.title : null
  useEffect(() => {
    document.title = title === null ? m.sheet_page_title_none() : m.sheet_page_title({ title })
  }, [title])
  return (
    <div class="screen sheet-screen">
      <Shade title={m.sheet_page_title_none()}><a class="btn" href="/host">{m.sheet_studio()}</a></Shade>
      <main class="screen-main">{bodyOf(model)}</main>
    </div>
  )
}

function bodyOf(model: SheetPart) {
  const state = model.state.value
  const again = <Button kind="act" onPress={() => void model.look()}>{m.sheet_again()}</Button>
  switch (state.at) {
    case 'looking':
      return <div class="body" role="status"><p class="appears-late">{m.sheet_looking()}</p></div>
    case 'unreachable':
      return <div class="body" role="status"><Tell title={m.sheet_unreachable()} act={again}><p class="soft">{m.sheet_unreachable_why()}</p></Tell></div>
    case 'refused':
      return <div class="body" role="status"><Tell title={state.sentence ?? m.sheet_refused()} act={again} /></div>
    case 'there':
      return (
        <div class="sheet-desk">
          <section class="sheet-form stack" aria-labelledby="sheet-form">
            <h2 class="title" id="sheet-form">{m.sheet_form()}</h2>
            <NotesForm model={model} />
            {state.address === null ? <p class="small"><Lamp state="flag">{m.sheet_no_address()}</Lamp></p> : null}
            <Button kind="act" thumb disabled={state.address === null} onPress={() => print()}>{m.sheet_print()}</Button>
          </section>
          <section class="sheet-shown" aria-label={m.sheet_preview()}>
            <DoorSheet view={state.class} address={state.address} notes={model.notes.value} />
          </section>
        </div>
      )
  }
}
