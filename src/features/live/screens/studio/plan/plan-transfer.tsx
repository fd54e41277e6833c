import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Dialog } from '../../../../../ui/components/dialog.tsx'
import { saveFile } from '../../../../../ui/save-file.ts'
import { m } from '../../../../../words/messages.js'
import type { PlanReading } from '../../../rules/run/plan.ts'
import { writePlanCsv } from '../../../rules/run/plan-csv.ts'
import { writePlanJson } from '../../../rules/run/plan-json.ts'
import type { StudioModel } from '../model.ts'
import { faultWords } from './fault-words.ts'
import { readPlan } from './read-plan.ts'

/** What a browser can be asked to read at once; the reader has a narrower limit of its own. */
const MOST_FILE_BYTES = 5_000_000

/** The run of show as a file, out and in. */
export function PlanTransfer({ model }: { model: StudioModel }) {
  const [importing, setImporting] = useState(false)
  const { title, plan } = model.plan.draft.value
  const whole = model.plan.missing.value === null && plan.items.length > 0
  const name = title.trim().replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase() || 'plan'
  return (
    <div class="line transfer">
      <Button onPress={() => setImporting(true)}>{m.studio_import()}</Button>
      <Button disabled={!whole} onPress={() => saveFile(`${name}.json`, 'application/json', writePlanJson(title, plan))}>{m.studio_export_json()}</Button>
      <Button disabled={!whole} onPress={() => saveFile(`${name}.csv`, 'text/csv', writePlanCsv(plan))}>{m.studio_export_csv()}</Button>
      {importing ? <ImportDialog model={model} onClose={() => setImporting(false)} /> : null}
    </div>
  )
}

function ImportDialog({ model, onClose }: { model: StudioModel; onClose: () => void }) {
  const file = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const take = (given: string) => {
    const reading: PlanReading = readPlan(given, model.plan.newId)
    if (!reading.ok) return setWrong(faultWords(reading.fault))
    void model.plan.replace(reading)
    onClose()
  }
  return (
    <Dialog title={m.studio_import_title()} onClose={onClose}>
      <p>{m.studio_import_why()}</p>
      <p><Button kind="act" onPress={() => file.current?.click()}>{m.studio_import_file()}</Button></p>
      <input
        ref={file} class="hush" type="file" accept=".json,.csv,application/json,text/csv" tabIndex={-1} aria-label={m.studio_import_file()}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (chosen === undefined) return
          if (chosen.size > MOST_FILE_BYTES) setWrong(faultWords({ fault: 'too-large' }))
          else void chosen.text().then(take)
        }}
      />
      <div class="field">
        <label class="field-label" for="import-text">{m.studio_import_paste()}</label>
        <textarea class="input" id="import-text" rows={6} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </div>
      {wrong === null ? null : <p class="field-wrong" role="alert">{wrong}</p>}
      <div class="line">
        <Button onPress={onClose}>{m.studio_cancel()}</Button>
        <Button disabled={text.trim() === ''} onPress={() => take(text)}>{m.studio_import_do()}</Button>
      </div>
    </Dialog>
  )
}
