import { Copy } from '../../../../ui/components/copy.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { Qr } from '../../../../ui/components/qr.tsx'
import { m } from '../../../../words/messages.js'
import type { StudioModel } from './model.ts'

/** How learners come in: a code to scan, the same to type. */
export function JoinCard({ model }: { model: StudioModel }) {
  const view = model.class.value
  const base = model.addresses.value[0]
  if (view === null || base === undefined) return null
  const address = `${base}/c/${view.code}`
  return (
    <section class="card stack join-card" aria-labelledby="join">
      <h2 class="head" id="join">{m.studio_join_title()}</h2>
      <Qr text={address} label={m.studio_join_qr({ address })} />
      <div class="stack stack-s">
        <p class="small soft">{m.studio_join_scan()}</p>
        <p class="code join-code">{view.code}</p>
        <p class="small"><span class="soft">{m.studio_join_at()}</span> <span class="join-address">{base.replace(/^https?:../, '')}</span></p>
        {isLocal(base) ? <Lamp state="flag">{m.studio_join_local()}</Lamp> : null}
        <Copy text={address} />
      </div>
    </section>
  )
}

const isLocal = (address: string): boolean => /\/\/(localhost|127\.)/.test(address)
