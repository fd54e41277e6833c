import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { m } from '../../../../words/messages.js'
import { EvidenceExport, type SaveEvidence } from './evidence-export.tsx'
import { PrivacyDesk, type PrivacyDeps } from './privacy-desk.ts'
import { WindowSetting } from './window-card.tsx'

/** What the studio shows of people's requests, to be put in its places by the page's entry. */
export type PrivacyParts = {
  /** Beside the lamps, only while somebody waits. */
  readonly lamp: (code: string) => ComponentChildren
  /** Before the class. */
  readonly draft: (code: string) => ComponentChildren
  /** Under the report. */
  readonly after: (code: string) => ComponentChildren
}

/** `saveEvidence`: for the host alone, who may also open the page of what the box holds. */
export function privacyParts({ saveEvidence, ...deps }: Omit<PrivacyDeps, 'code'> & { readonly saveEvidence: SaveEvidence | null }): PrivacyParts {
  let desk: PrivacyDesk | undefined
  /** One desk for a class, however often it is drawn. */
  const deskOf = (code: string): PrivacyDesk => {
    if (desk?.deps.code !== code) desk = new PrivacyDesk({ ...deps, code })
    return desk
  }
  return {
    lamp: (code) => <ClaimsLamp key={code} desk={deskOf(code)} />,
    draft: (code) => <DraftCard key={code} desk={deskOf(code)} />,
    after: (code) => <PrivacyAfter key={code} desk={deskOf(code)} saveEvidence={saveEvidence} />,
  }
}

/** Quiet: nobody's class is stopped by it. */
function ClaimsLamp({ desk }: { desk: PrivacyDesk }) {
  useEffect(() => desk.follow(), [desk])
  const count = desk.waiting.value
  return count === 0 ? null : <a class="lamp lamp-wait" href={`/review/${desk.deps.code}`} target="_blank" rel="noreferrer">{m.privacy_settings_waiting({ count })}</a>
}

function DraftCard({ desk }: { desk: PrivacyDesk }) {
  useEffect(() => desk.follow(), [desk])
  return (
    <section class="card stack stack-s" aria-labelledby="privacy-draft">
      <h2 class="head" id="privacy-draft">{m.privacy_settings_title()}</h2>
      <p class="small">{m.privacy_settings_draft_why()}</p>
      <WindowSetting desk={desk} />
      <p class="line"><a class="btn" href={`/desk/${desk.deps.code}`} target="_blank" rel="noreferrer">{m.privacy_settings_desk()}</a></p>
    </section>
  )
}

/** Under the report: what people asked for, until when they may, and what is held of them. */
export function PrivacyAfter({ desk, saveEvidence }: { desk: PrivacyDesk; saveEvidence: SaveEvidence | null }) {
  useEffect(() => desk.follow(), [desk])
  const count = desk.waiting.value
  return (
    <section class="card stack recording-after" aria-labelledby="privacy-after">
      <h2 id="privacy-after">{m.privacy_settings_title()}</h2>
      <WindowSetting desk={desk} />
      <p class="line">
        <a class={count === 0 ? 'btn' : 'btn btn-flag'} href={`/review/${desk.deps.code}`}>{count === 0 ? m.privacy_settings_review() : m.privacy_settings_waiting({ count })}</a>
        <a class="btn" href={`/desk/${desk.deps.code}`}>{m.privacy_settings_desk()}</a>
        {saveEvidence !== null ? <a class="btn" href="/box">{m.privacy_settings_box()}</a> : null}
      </p>
      {saveEvidence === null ? null : <EvidenceExport code={desk.deps.code} save={saveEvidence} />}
    </section>
  )
}
