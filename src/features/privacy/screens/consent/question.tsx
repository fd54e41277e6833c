import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Choice } from '../../../../ui/components/choice.tsx'
import type { Asked } from './notice.ts'

type QuestionProps = {
  question: Asked
  /** Of the form, so that two on one page are two. */
  form: string
  words: { readonly yes: string; readonly no: string }
  chosen: boolean | undefined
  isMissing: boolean
  onChoose: (yes: boolean) => void
  children: ComponentChildren
}

/** One purpose with a yes and a no of the same size; nothing is chosen beforehand. */
export function Question({ question: { purpose, title, means, yes, no }, form, words, chosen, isMissing, onChoose, children }: QuestionProps) {
  const id = useId()
  return (
    <div class="consent-question" data-missing={isMissing && chosen === undefined ? '' : undefined}>
      <fieldset class="stack stack-s" aria-describedby={id}>
        <legend class="consent-title">{title}</legend>
        <p class="small soft" id={id}>{means}</p>
        <div class="consent-pair">
          <Choice name={`${form}-${purpose}`} value="yes" chosen={chosen === true} onChoose={() => onChoose(true)} title={words.yes} note={yes} />
          <Choice name={`${form}-${purpose}`} value="no" chosen={chosen === false} onChoose={() => onChoose(false)} title={words.no} note={no} />
        </div>
        {children}
      </fieldset>
    </div>
  )
}
