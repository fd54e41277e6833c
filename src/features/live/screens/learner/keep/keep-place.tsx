import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Copy } from '../../../../../ui/components/copy.tsx'
import { Qr } from '../../../../../ui/components/qr.tsx'
import { nobleCrypto } from '../../../../../ui/crypto-noble.ts'
import { PassIcon, QrIcon } from '../../../../../ui/icons/icons.tsx'
import { saveFile } from '../../../../../ui/save-file.ts'
import { m } from '../../../../../words/messages.js'
import { writePlace } from '../../../rules/place.ts'
import type { LearnerModel } from '../model.ts'

export const PLACE_FILE = 'my-place.txt'

/** Who one is, to take along: a link, a code to scan, a file. All three are the same secret. */
export function KeepPlace({ model, heading }: { model: LearnerModel; heading: 'h2' | 'h3' }) {
  const isShown = useSignal(false)
  const secretKey = model.person()
  const place = useMemo(() => secretKey && writePlace(secretKey, nobleCrypto().sha256), [secretKey])
  if (place === null) return null
  const Heading = heading
  const link = `${location.origin}/keep#${place}`
  return (
    <section class="stack stack-s keep-place" aria-labelledby="keep-place">
      <Heading class="title" id="keep-place">{m.keep_title()}</Heading>
      <p class="soft">{m.keep_why()}</p>
      <Button kind="act" thumb icon={<PassIcon />} onPress={() => saveFile(PLACE_FILE, 'text/plain', `${place}\n`)}>{m.keep_save()}</Button>
      <Button thumb icon={<QrIcon />} pressed={isShown.value} onPress={() => (isShown.value = !isShown.peek())}>{m.keep_show()}</Button>
      {isShown.value ? (
        <div class="stack stack-s">
          <Qr text={link} label={m.keep_qr()} />
          <p class="small keep-link"><code dir="ltr">{link}</code></p>
          <p><Copy text={link} /></p>
        </div>
      ) : null}
      <p class="small soft">{m.keep_secret()}</p>
    </section>
  )
}
