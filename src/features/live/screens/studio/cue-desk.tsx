import { Button } from '../../../../ui/components/button.tsx'
import { Strip } from '../../../../ui/components/strip.tsx'
import { CueIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassPhase, CueResult } from '../../wire/words.ts'
import type { StudioModel } from './model.ts'
import { CUE_LIMIT_MS, typicalAfterMs } from './view.ts'

/** One large key, and under it what was measured of the last press. */
export function CueDesk({ model }: { model: StudioModel }) {
  const phase = model.class.value?.phase
  const live = phase === 'live'
  return (
    <section class="card stack cue-desk" aria-label={m.studio_cue()}>
      <Button kind="cue" icon={<CueIcon />} disabled={phase !== 'live' && phase !== 'lobby'} onDown={(timeStampMs) => void model.pressCue(timeStampMs)}>
        {live ? m.studio_cue() : m.studio_cue_try()}
      </Button>
      <div class="cue-result" role="status">
        <Measured result={model.cue.value} hint={model.cueRefused.value ?? hintFor(phase)} />
      </div>
      <p class="small soft">{m.studio_cue_excluded()}</p>
    </section>
  )
}

function hintFor(phase: ClassPhase | undefined): string {
  if (phase === 'live') return m.studio_cue_none()
  return phase === 'lobby' ? m.studio_cue_lobby() : m.studio_cue_before_live()
}

function Measured({ result, hint }: { result: CueResult | null; hint: string }) {
  if (result === null) return <p class="soft">{hint}</p>
  if (result.of === 0) return <p>{m.studio_cue_nobody()}</p>
  const after = typicalAfterMs(result)
  if (after === null) return <p>{m.studio_cue_waiting({ count: result.of })}</p>

  const counted = { played: result.played, of: result.of }
  const apart = result.apartMs === null ? null : Math.round(result.apartMs)
  const limit = CUE_LIMIT_MS
  const [first, last] = [Math.round(Math.min(...result.afterMs)), Math.round(Math.max(...result.afterMs))]
  return (
    <div class="cue-measured">
      <p class="num">
        <b class="large">{apart === null ? m.studio_cue_counts(counted) : m.studio_cue_together({ ...counted, apart })}</b>
        <br />
        <span class="soft">{result.late > 0 ? m.studio_cue_after_late({ after, late: result.late }) : m.studio_cue_after({ after })}</span>
      </p>
      <Strip afterMs={result.afterMs} limitMs={limit} label={m.studio_strip({ played: result.played, first, last, limit })} />
    </div>
  )
}
