import { useState } from 'preact/hooks'
import { typedClassCode } from '../../../../kernel/ids.ts'
import { Button } from '../../../../ui/components/button.tsx'
import { Field } from '../../../../ui/components/field.tsx'
import { m } from '../../../../words/messages.js'

/** Which class, where the address does not say. */
export function AskCode({ start, title, why }: { start: string; title: string; why: string }) {
  const [typed, setTyped] = useState('')
  const code = typedClassCode(typed)
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (code !== '') location.assign(`${start}/${code}`)
      }}
    >
      <h2 class="title">{title}</h2>
      <p class="soft">{why}</p>
      <Field label={m.privacy_crew_code()} name="code" value={typed} onInput={setTyped} maxLength={12} />
      <Button kind="act" thumb submit disabled={code === ''}>{m.privacy_crew_open()}</Button>
    </form>
  )
}
