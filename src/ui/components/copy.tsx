import { useState } from 'preact/hooks'
import { m } from '../../words/messages.js'
import { CheckIcon, CopyIcon } from '../icons/icons.tsx'
import { Button } from './button.tsx'

/** Puts `text` on the clipboard at any address; the asynchronous clipboard exists only at trusted ones. */
export function Copy({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    setCopied(document.execCommand('copy'))
    area.remove()
  }
  return (
    <Button kind="quiet" icon={copied ? <CheckIcon /> : <CopyIcon />} onPress={copy}>
      <span role="status">{copied ? m.ui_copied() : m.ui_copy()}</span>
    </Button>
  )
}
