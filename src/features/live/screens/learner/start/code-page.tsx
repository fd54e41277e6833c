import { useSignal } from '@preact/signals'
import { Button } from '../../../../../ui/components/button.tsx'
import { Shade } from '../../../../../ui/components/shade.tsx'
import { m } from '../../../../../words/messages.js'
import { codeInTwo, readCodeEntry } from '../code-entry.ts'
import { LampOverCode } from '../lamp-drawing.tsx'
import type { LearnerModel } from '../model.ts'
import type { LearnerState } from '../state.ts'

/** `/`: six places in pencil, filled by typing, pasting, or a pasted link. */
export function CodePage({ model, state }: { model: LearnerModel; state: LearnerState }) {
  const typed = useSignal(codeInTwo(state.refusal?.typed ?? ''))
  const pressed = useSignal(false)
  const entry = readCodeEntry(typed.value)
  const wrong = codeWrong(entry, state, pressed.value)

  const submit = (event: Event): void => {
    event.preventDefault()
    pressed.value = true
    if (entry.code !== null) model.actions.openCode(entry.code)
  }
  const input = (element: HTMLInputElement): void => {
    const atEnd = element.selectionStart === element.value.length
    pressed.value = false
    typed.value = element.value
    // Typing in the middle keeps its caret: the text is only regrouped at its end.
    if (atEnd) typed.value = readCodeEntry(element.value).shown || element.value.trim()
  }

  return (
    <div class="screen">
      <Shade title={m.learner_code_title()} />
      <main class="screen-main">
        <form class="body code-page" onSubmit={submit} noValidate>
          <div class="stack centred">
            <label class="title" for="code">{m.learner_code_ask()}</label>
            <LampOverCode />
            <div class="code-entry">
              <input
                class="code-input" id="code" name="code" value={typed.value} onInput={(event) => input(event.currentTarget)}
                autocomplete="off" autocapitalize="characters" spellcheck={false} inputMode="text" enterkeyhint="go" autofocus
                aria-invalid={wrong === null ? undefined : true} aria-describedby="code-why"
              />
            </div>
            <p id="code-why" class={wrong === null ? 'soft' : 'field-wrong'} role={wrong === null ? undefined : 'alert'}>{wrong ?? m.learner_code_why()}</p>
          </div>
          <div class="foot stack stack-s">
            <Button kind="act" thumb submit>{m.learner_code_find()}</Button>
            <p class="small soft centred">{m.learner_code_camera()}</p>
            <Button kind="quiet" onPress={() => model.actions.bring()}>{m.learner_code_bring()}</Button>
          </div>
        </form>
      </main>
    </div>
  )
}

function codeWrong(entry: ReturnType<typeof readCodeEntry>, state: LearnerState, pressed: boolean): string | null {
  if (entry.strangers !== '') return m.learner_code_strangers({ letters: entry.strangers })
  const refused = state.refusal
  if (refused?.code === 'CLASS_UNKNOWN' && codeInTwo(refused.typed) === entry.shown) return m.learner_code_unknown({ code: entry.shown })
  if (pressed && entry.code === null) return m.learner_code_short({ missing: 6 - entry.letters.length })
  return null
}
