import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

type DialogProps = { title: string; onClose: () => void; children: ComponentChildren }

/** Open as long as it is rendered. Escape and a press beside it close it; the focus goes back by itself. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const id = useId()
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    if (dialog === null || dialog.open) return
    // Browsers before 2022 know the element but cannot raise it: there it stands in the page.
    if (typeof dialog.showModal === 'function') dialog.showModal()
    else (dialog as HTMLElement).setAttribute('open', '')
  }, [])
  return (
    <dialog
      class="dialog"
      ref={element}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose()
      }}
    >
      <div class="stack">
        <h2 class="title" id={id} tabIndex={-1} autofocus>{title}</h2>
        {children}
      </div>
    </dialog>
  )
}
