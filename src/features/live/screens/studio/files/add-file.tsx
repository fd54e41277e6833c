import { useRef } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Meter } from '../../../../../ui/components/meter.tsx'
import { PlusIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { Upload } from './file-list.ts'

type AddFileProps = { /** On the button, and what it chooses. */ words: string; choose: string; accept: string; upload: Upload | null; onFile: (file: File) => void }

/** Gives the box a file, and shows how much of it is there. */
export function AddFile({ words, choose, accept, upload, onFile }: AddFileProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      {upload === null ? null : <Meter label={m.studio_file_adding({ title: upload.title })} part={upload.part} busy />}
      <p role="status" class="small">{upload === null ? '' : m.studio_file_adding({ title: upload.title })}</p>
      <p><Button icon={<PlusIcon />} busy={upload !== null} onPress={() => input.current?.click()}>{words}</Button></p>
      <input
        ref={input} class="hush" type="file" accept={accept} tabIndex={-1} aria-label={choose}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (chosen !== undefined) onFile(chosen)
        }}
      />
    </>
  )
}
