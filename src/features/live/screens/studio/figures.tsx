import { Button } from '../../../../ui/components/button.tsx'
import { Table } from '../../../../ui/components/table.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassFigures, SeatKind } from '../../wire/words.ts'
import { LatencyChart } from './latency-chart.tsx'
import type { StudioModel } from './model.ts'

type Percentiles = ClassFigures['cueMs']
const KIND_WORDS: Record<SeatKind, () => string> = {
  room: m.studio_kind_room, venue: m.studio_kind_venue, elsewhere: m.studio_kind_elsewhere,
}

/** What a class ends with: one sentence, then counts and times. Nobody's name. */
export function Figures({ model, figures }: { model: StudioModel; figures: ClassFigures }) {
  const minutes = figures.beganAt === null || figures.endedAt === null ? 0 : Math.max(1, Math.round((figures.endedAt - figures.beganAt) / 60_000))
  return (
    <main class="figures stack">
      <h2 class="title">{m.studio_figures_title()}</h2>
      <p class="say large">{figures.came === 0 ? m.studio_figures_nobody() : m.studio_figures_sentence({ came: figures.came, time: m.studio_figures_minutes({ minutes }) })}</p>
      <dl class="figures-counts">
        <Count label={m.studio_figures_join()} value={m.studio_figures_join_value({ succeeded: figures.joinSucceeded, tried: figures.joinTried })} />
        <Count label={m.studio_cue()} value={m.studio_figures_cues({ count: figures.cues })} />
        <Count label={m.studio_figures_hands()} value={String(figures.hands)} />
        <Count label={m.studio_figures_reps()} value={String(figures.reps)} />
      </dl>
      <section class="card stack">
        <Chart figures={figures} />
        <Latencies figures={figures} />
      </section>
      <section class="card stack">
        <h3 class="head">{m.studio_figures_by_seat()}</h3>
        <BySeat figures={figures} />
      </section>
      <p class="small soft">{m.studio_figures_names()} {m.studio_cue_excluded()}</p>
      <div class="line"><Button kind="act" onPress={() => void model.makeClass()}>{m.studio_figures_new()}</Button></div>
    </main>
  )
}

function Count({ label, value }: { label: string; value: string }) {
  return <div class="card"><dt class="small soft">{label}</dt><dd class="large num"><b>{value}</b></dd></div>
}

/** Limits of the contract, milliseconds, 95 of 100. */
const LIMITS = { joinMs: 1000, cueMs: 150, apartMs: 20, videoMs: 250, backMs: 400 } as const

const WORDS = {
  joinMs: m.studio_figures_join_ms, cueMs: m.studio_figures_cue_ms, apartMs: m.studio_figures_apart_ms,
  videoMs: m.studio_figures_video_ms, backMs: m.studio_figures_back_ms,
} as const
const KEYS = Object.keys(LIMITS) as (keyof typeof LIMITS)[]

function Chart({ figures }: { figures: ClassFigures }) {
  const rows = KEYS.flatMap((key) => {
    const percentiles = figures[key]
    return percentiles === null ? [] : [{ words: WORDS[key](), percentiles, limitMs: LIMITS[key] }]
  })
  if (rows.length === 0) return null
  return (
    <figure class="stack stack-s">
      <LatencyChart rows={rows} />
      <figcaption class="small soft">{m.studio_chart_read()}</figcaption>
    </figure>
  )
}

function Latencies({ figures }: { figures: ClassFigures }) {
  const rows = KEYS.map((key) => ({
    key, cells: [WORDS[key](), ...three(figures[key]), String(LIMITS[key]), String(figures[key]?.count ?? 0)],
  }))
  return (
    <Table
      caption={m.studio_figures_title()}
      columns={[
        { key: 'what', words: m.studio_figures_what() },
        { key: 'p50', words: m.studio_figures_half(), number: true },
        { key: 'p95', words: m.studio_figures_95(), number: true },
        { key: 'p99', words: m.studio_figures_99(), number: true },
        { key: 'limit', words: m.studio_figures_limit(), number: true },
        { key: 'count', words: m.studio_figures_count(), number: true },
      ]}
      rows={rows}
    />
  )
}

const three = (percentiles: Percentiles): string[] =>
  percentiles === null ? ['–', '–', '–'] : [percentiles.p50, percentiles.p95, percentiles.p99].map((ms) => String(Math.round(ms)))
const p95 = (percentiles: Percentiles): string => (percentiles === null ? '–' : String(Math.round(percentiles.p95)))

function BySeat({ figures }: { figures: ClassFigures }) {
  return (
    <Table
      caption={m.studio_figures_by_seat()}
      columns={[
        { key: 'kind', words: m.studio_roster_who() },
        { key: 'came', words: m.studio_figures_came(), number: true },
        { key: 'joined', words: m.studio_figures_got_in(), number: true },
        { key: 'cue', words: m.studio_figures_cue_95(), number: true },
        { key: 'video', words: m.studio_figures_video_95(), number: true },
      ]}
      rows={figures.bySeat.map((seat) => ({
        key: seat.kind,
        cells: [
          KIND_WORDS[seat.kind](), String(seat.came),
          seat.joinTried === 0 ? '–' : m.studio_figures_join_value({ succeeded: seat.joinSucceeded, tried: seat.joinTried }), p95(seat.cueMs), p95(seat.videoMs),
        ],
      }))}
    />
  )
}
