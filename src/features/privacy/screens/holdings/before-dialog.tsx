import { Button } from '../../../../ui/components/button.tsx'
import { Dialog } from '../../../../ui/components/dialog.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { SaveIcon } from '../../../../ui/icons/icons.tsx'
import { saveFile } from '../../../../ui/save-file.ts'
import { m } from '../../../../words/messages.js'
import { HeldData } from '../held/held-data.tsx'
import type { Before, HoldingsPart } from './holdings-model.ts'
import { personText } from './holdings-words.ts'

/** Everything about one person to hand to them, or the second step before something goes for good. */
export function BeforeDialog({ model }: { model: HoldingsPart }) {
  const before = model.before.value
  if (before === null) return null
  if (before.type === 'hand-out') return <HandOut before={before} onClose={() => model.close()} />
  const isErase = before.type === 'erase'
  const words = isErase
    ? { title: m.privacy_holdings_erase_ask({ name: personText(before.person) }), why: m.privacy_holdings_erase_why(), stays: m.privacy_holdings_erase_stays(), yes: m.privacy_holdings_erase_yes() }
    : { title: m.privacy_holdings_forget_ask({ title: before.title }), why: m.privacy_holdings_forget_why(), stays: m.privacy_holdings_forget_stays(), yes: m.privacy_holdings_forget_yes() }
  return (
    <Dialog title={words.title} onClose={() => model.close()}>
      <p>{words.why}</p>
      <p class="soft">{words.stays}</p>
      {model.busy.value ? <p role="status"><Lamp state="wait">{m.privacy_holdings_working()}</Lamp></p> : null}
      <div class="line">
        <Button onPress={() => model.close()}>{m.privacy_holdings_keep()}</Button>
        <Button kind="flag" busy={model.busy.value} onPress={() => model.goOn()}>{words.yes}</Button>
      </div>
    </Dialog>
  )
}

function HandOut({ before: { code, person, data }, onClose }: { before: Extract<Before, { type: 'hand-out' }>; onClose: () => void }) {
  const name = personText(person)
  const save = () => saveFile(`${code}-${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.json`, 'application/json', `${JSON.stringify(data, null, 2)}\n`)
  return (
    <Dialog title={m.privacy_holdings_all_about({ name })} onClose={onClose}>
      <p class="small">{m.privacy_holdings_all_about_why()}</p>
      {data === null ? <p role="status">{m.privacy_holdings_looking_person()}</p> : <div class="holdings-data" tabIndex={0} role="region" aria-label={m.privacy_holdings_data()}><HeldData data={data} /></div>}
      <div class="line">
        <Button kind="act" icon={<SaveIcon />} disabled={data === null} onPress={save}>{m.privacy_holdings_save()}</Button>
        <Button onPress={onClose}>{m.privacy_holdings_close()}</Button>
      </div>
    </Dialog>
  )
}
