import { useSignal } from '@preact/signals'
import { Button } from '../../../../../ui/components/button.tsx'
import { Field } from '../../../../../ui/components/field.tsx'
import { Shade } from '../../../../../ui/components/shade.tsx'
import { Tell } from '../../../../../ui/components/states.tsx'
import { nobleCrypto } from '../../../../../ui/crypto-noble.ts'
import { m } from '../../../../../words/messages.js'
import { PLACE_MOST_LENGTH, type PlaceFault, readPlace } from '../../../rules/place.ts'
import type { LearnerModel } from '../model.ts'

type BringPageProps = { model: LearnerModel; /** What stood behind the # of the address; empty for none. */ text: string }
type Step = { readonly at: 'asking' } | { readonly at: 'found'; readonly secretKey: Uint8Array } | { readonly at: 'done' } | { readonly at: 'forbidden' }

const FAULTS: Record<PlaceFault, () => string> = {
  'not-a-place': m.keep_fault_not_a_place,
  'other-version': m.keep_fault_other_version,
  'too-long': m.keep_fault_too_long,
  'wrong-length': m.keep_fault_wrong_length,
  'wrong-check': m.keep_fault_wrong_check,
}

/** `/keep`: makes this device the person whose link, code or file was brought. Always asks first. */
export function BringPage({ model, text }: BringPageProps) {
  const first = useSignal(text === '' ? null : readPlace(text, nobleCrypto().sha256))
  const reading = first.value
  const step = useSignal<Step>(reading?.ok === true ? { at: 'found', secretKey: reading.secretKey } : { at: 'asking' })
  const read = (given: string): void => {
    const next = readPlace(given, nobleCrypto().sha256)
    first.value = next
    if (next.ok) step.value = { at: 'found', secretKey: next.secretKey }
  }
  const fault = reading === null || reading.ok ? null : FAULTS[reading.fault]()
  return (
    <div class="screen">
      <Shade title={m.keep_page()} />
      <main class="screen-main">
        <div class="body bring-page">
          {step.value.at === 'asking' ? <Give fault={fault} onText={read} onBack={() => model.actions.anotherClass()} /> : null}
          {step.value.at === 'found' ? (
            <Become
              isSomebodyElse={model.actions.isSomebodyElse(step.value.secretKey)}
              onYes={(secretKey) => (step.value = { at: model.actions.become(secretKey) ? 'done' : 'forbidden' })}
              secretKey={step.value.secretKey} onNo={() => model.actions.anotherClass()}
            />
          ) : null}
          {step.value.at === 'done' ? <Told title={m.keep_done()} why={m.keep_done_why()} model={model} /> : null}
          {step.value.at === 'forbidden' ? <Told title={m.keep_forbidden()} why={m.keep_forbidden_why()} model={model} /> : null}
        </div>
      </main>
    </div>
  )
}

function Told({ title, why, model }: { title: string; why: string; model: LearnerModel }) {
  return (
    <div role="status" class="stack">
      <Tell title={title} act={<Button kind="act" thumb onPress={() => model.actions.anotherClass()}>{m.keep_to_code()}</Button>}><p class="soft">{why}</p></Tell>
    </div>
  )
}

type BecomeProps = { secretKey: Uint8Array; isSomebodyElse: boolean; onYes: (secretKey: Uint8Array) => void; onNo: () => void }

/** A link from a stranger would make one a stranger: nobody becomes anybody without a press. */
function Become({ secretKey, isSomebodyElse, onYes, onNo }: BecomeProps) {
  return (
    <Tell
      title={m.keep_ask()}
      act={<><Button kind="act" thumb onPress={() => onYes(secretKey)}>{m.keep_yes()}</Button><Button thumb onPress={onNo}>{m.keep_no()}</Button></>}
    >
      <p class="soft">{m.keep_ask_why()}</p>
      {isSomebodyElse ? <p class="field-wrong">{m.keep_replaces()}</p> : null}
    </Tell>
  )
}

function Give({ fault, onText, onBack }: { fault: string | null; onText: (text: string) => void; onBack: () => void }) {
  const typed = useSignal('')
  const submit = (event: Event): void => {
    event.preventDefault()
    onText(typed.value)
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <h2 class="title">{m.keep_give()}</h2>
      <p class="soft">{m.keep_give_why()}</p>
      <div class="field">
        <label class="field-label" for="place-file">{m.keep_file()}</label>
        <input class="input" id="place-file" type="file" accept=".txt,text/plain" onChange={(event) => void textOf(event.currentTarget.files?.[0]).then(onText)} />
      </div>
      <Field label={m.keep_link()} name="place" value={typed.value} onInput={(value) => (typed.value = value)} wrong={fault} maxLength={PLACE_MOST_LENGTH} />
      <div class="foot stack stack-s">
        <Button kind="act" thumb submit>{m.keep_read()}</Button>
        <Button thumb onPress={onBack}>{m.keep_to_code()}</Button>
      </div>
    </form>
  )
}

/** Nothing beyond the longest place is read: somebody may have picked a film. */
async function textOf(file: File | undefined): Promise<string> {
  return file === undefined ? '' : file.slice(0, PLACE_MOST_LENGTH + 1).text()
}
