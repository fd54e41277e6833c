import { m } from '../../../../../words/messages.js'
import type { StudioModel } from '../model.ts'

/** Was it together? What the devices said of the last start. */
export function StartedTogether({ model, what }: { model: StudioModel; what: 'timer' | 'music' }) {
  const result = model.together.started.value
  return <p class="small started" role="status">{result?.what === what ? words(result) : ''}</p>
}

function words({ of, played, apartMs }: { of: number; played: number; apartMs: number | null }): string {
  if (of === 0) return m.studio_nobody_yet()
  if (played === 0 || apartMs === null) return m.studio_start_waiting({ count: of })
  const ms = Math.max(1, Math.ceil(apartMs))
  return played < of ? m.studio_start_some({ played, of, ms }) : m.studio_start_everybody({ ms })
}
