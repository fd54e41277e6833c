import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Dialog } from '../../../../../ui/components/dialog.tsx'
import { m } from '../../../../../words/messages.js'
import { CheckBox } from './check-box.tsx'
import type { RehearsalDesk } from './rehearsal-desk.ts'
import { sheetSentence } from './rehearsal-words.ts'

/** On the draft's page: trying out the box, and the class, before anybody comes. */
export function BeforeCard({ desk, language }: { desk: RehearsalDesk; language: string }) {
  useEffect(() => {
    void desk.look()
    return () => desk.close()
  }, [desk])
  return (
    <section class="card stack before-card" aria-labelledby="before">
      <h2 class="head" id="before">{m.studio_before_title()}</h2>
      <CheckBox desk={desk} language={language} />
      <CrewRehearsal desk={desk} language={language} />
    </section>
  )
}

function CrewRehearsal({ desk, language }: { desk: RehearsalDesk; language: string }) {
  const [asking, setAsking] = useState(false)
  const begin = (): void => {
    setAsking(false)
    void desk.begin()
  }
  return (
    <div class="stack stack-s">
      <h3>{m.studio_crew_title()}</h3>
      <p class="small soft">{m.studio_crew_why()}</p>
      {desk.sheets.value.map((sheet) => <p key={sheet.rehearsal} class="small">{sheetSentence(sheet, language)}</p>)}
      {desk.moving.value ? <p role="status">{m.studio_crew_moving()}</p> : <p class="line"><Button onPress={() => setAsking(true)}>{m.studio_crew_begin()}</Button></p>}
      {asking ? (
        <Dialog title={m.studio_crew_ask()} onClose={() => setAsking(false)}>
          <p>{m.studio_crew_ask_why()}</p>
          <div class="line">
            <Button onPress={() => setAsking(false)}>{m.studio_crew_no()}</Button>
            <Button kind="act" onPress={begin}>{m.studio_crew_yes()}</Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  )
}
