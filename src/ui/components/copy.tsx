import { useRef, useState } from 'preact/hooks'
import { m } from '../../words/messages.js'
import { CheckIcon, CopyIcon } from '../icons/icons.tsx'
import { Button } from './button.tsx'

/** Puts `text` on the clipboard at any address; the asynchronous clipboard exists only at trusted ones. */
export function Copy({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  const told = useRef<HTMLSpanElement>(null)
  const copy = () => {
    const area = document.createElement('textarea')
    area.value = text
    // Beside the button and not at the page's end: below an open dialog nothing can be selected.
    told.current?.after(area)
    area.select()
    setCopied(document.execCommand('copy'))
    area.remove()
  }
  return (
    <>
      <Button kind="quiet" icon={copied ? <CheckIcon /> : <CopyIcon />} onPress={copy}>{copied ? m.ui_copied() : m.ui_copy()}</Button>
      {/* What stands inside a button is not told when it changes. */}
      <span ref={told} class="hush" role="status">{copied ? m.ui_copied() : ''}</span>
    </>
  )
}
