import { useState } from 'preact/hooks'
import { clockText } from '../../../../ui/clock-text.ts'
import { Button } from '../../../../ui/components/button.tsx'
import { Field } from '../../../../ui/components/field.tsx'
import { Strip } from '../../../../ui/components/strip.tsx'
import { CueIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassPhase, CueResult } from '../../wire/words.ts'
import type { StudioModel } from './model.ts'
import { CUE_LIMIT_MS } from '../../rules/attention.ts'
import { nextCue } from './run/run-lines.ts'
import { typicalAfterMs } from './view.ts'

/** One large key, and under it what was measured of the last press. */
export function CueDesk({ model }: { model: StudioModel }) {
  const [word, setWord] = useState('')
  const phase = model.class.value?.phase
  const live = phase === 'live'
  const said = word.trim()
  return (
    <section class="card stack cue-desk" aria-label={m.studio_cue()}>
      <Button kind="cue" icon={<CueIcon />} disabled={phase !== 'live' && phase !== 'lobby'} onDown={(timeStampMs) => void model.pressCue(timeStampMs, word)}>
        {live ? (said === '' ? m.studio_cue() : m.studio_cue_with({ word: said })) : m.studio_cue_try()}
      </Button>
      <div class="cue-result" role="status">
        <Measured result={model.cue.value} planned={model.plannedCue.value} hint={model.cueRefused.value ?? hintFor(phase)} />
      </div>
      {live ? <div class="cue-more"><Field label={m.studio_cue_word()} name="cue-word" value={word} onInput={setWord} maxLength={24} /><Planned model={model} /></div> : null}
      <p class="small soft">{m.studio_cue_excluded()}</p>
    </section>
  )
}

/** The next cue that comes by itself. */
function Planned({ model }: { model: StudioModel }) {
  const schedule = model.schedule.value
  const next = schedule === null ? null : nextCue(schedule)
  if (next === null) return null
  const time = clockText(Math.ceil(next.inSeconds))
  return <p class="is-pencil cue-planned num">{next.cue.word === '' ? m.studio_cue_planned({ time }) : m.studio_cue_planned_word({ word: next.cue.word, time })}</p>
}

function hintFor(phase: ClassPhase | undefined): string {
  if (phase === 'live') return m.studio_cue_none()
  return phase === 'lobby' ? m.studio_cue_lobby() : m.studio_cue_before_live()
}

function Measured({ result, planned, hint }: { result: CueResult | null; planned: CueResult['cue'] | null; hint: string }) {
  if (result === null) return <p class="soft">{hint}</p>
  if (result.of === 0) return <p>{m.studio_nobody_yet()}</p>
  if (result.cue === planned) return <p class="num">{plannedWords(result)}</p>
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

/** A cue that nobody pressed has no press to be counted from. */
function plannedWords({ played, of, apartMs }: CueResult): string {
  return apartMs === null ? m.studio_cue_plans_counts({ played, of }) : m.studio_cue_plans_together({ played, of, apart: Math.round(apartMs) })
}
