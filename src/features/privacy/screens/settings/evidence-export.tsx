import { useState } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Choice } from '../../../../ui/components/choice.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { SaveIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'

/** What goes along in the file: the recording, and private fields that are left. */
export type EvidenceWith = { readonly media: boolean; readonly disclosures: boolean }
/** Fetches it and gives it to the person; answers whether it was done. A refusal is on the page by then. */
export type SaveEvidence = (code: string, given: EvidenceWith) => Promise<boolean>

/** The record of a class as a file that anybody can check without this box. Names are in it only when the host says so. */
export function EvidenceExport({ code, save }: { code: string; save: SaveEvidence }) {
  const [given, setGiven] = useState<EvidenceWith>({ media: true, disclosures: false })
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle')
  const change = (part: Partial<EvidenceWith>) => {
    setGiven({ ...given, ...part })
    setState('idle')
  }
  const press = async () => {
    setState('saving')
    setState(await save(code, given) ? 'saved' : 'idle')
  }
  return (
    <section class="stack stack-s" aria-labelledby="evidence">
      <h3 id="evidence">{m.privacy_settings_evidence()}</h3>
      <p class="small">{m.privacy_settings_evidence_why()}</p>
      <div class="evidence-with">
        <Choice name="evidence-media" kind="checkbox" chosen={given.media} onChoose={(media) => change({ media })} title={m.privacy_settings_evidence_media()} note={m.privacy_settings_evidence_media_why()} />
        <Choice name="evidence-disclosures" kind="checkbox" chosen={given.disclosures} onChoose={(disclosures) => change({ disclosures })} title={m.privacy_settings_evidence_private()} note={m.privacy_settings_evidence_private_why()} />
      </div>
      <p class="line">
        <Button icon={<SaveIcon />} busy={state === 'saving'} onPress={() => void press()}>{m.privacy_settings_evidence_save()}</Button>
        <span role="status">{state === 'saving' ? <Lamp state="wait">{m.privacy_settings_evidence_saving()}</Lamp> : state === 'saved' ? m.privacy_settings_evidence_saved() : ''}</span>
      </p>
      <p class="small soft">{m.privacy_settings_evidence_verify()}</p>
    </section>
  )
}
