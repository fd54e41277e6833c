import type { Rung } from '../../../../kernel/ladder.ts'
import { Table } from '../../../../ui/components/table.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { LIMITS, shared, seatRows } from './reading.ts'
import type { SeatRow } from './reading.ts'
import { number, rounded } from './report-format.ts'
import { partWords, RUNG_WORDS, seatWords } from './report-words.ts'

/** By kind of seat: how it reached them, and what they did. */
export function BySeat({ report }: { report: ClassReport }) {
  const rows = seatRows(report)
  if (rows.length === 0) return null
  return (
    <>
      <div class="card stack">
        <h2>{m.report_by_seat()}</h2>
        <LinksBySeat rows={rows} />
        <p class="small soft">{m.report_small_groups()} {m.report_limit_said({ ms: LIMITS.cueMs })}</p>
      </div>
      <div class="card stack">
        <h2>{m.report_did()}</h2>
        <DidBySeat rows={rows} />
      </div>
      <ReachedBySeat rows={rows} rungs={report.rungs.map(({ rung }) => rung)} />
    </>
  )
}

function LinksBySeat({ rows }: { rows: readonly SeatRow[] }) {
  return (
    <Table
      caption={m.report_by_seat()}
      columns={[
        { key: 'seat', words: m.report_seat() },
        { key: 'came', words: m.report_came(), number: true },
        { key: 'in', words: m.report_got_in(), number: true },
        { key: 'half', words: m.report_half_ms(), number: true },
        { key: '95', words: m.report_95(), number: true },
        { key: '99', words: m.report_99(), number: true },
        { key: 'video', words: m.report_video_95(), number: true },
        { key: 'jitter', words: m.report_jitter_95(), number: true },
      ]}
      rows={rows.map(({ kinds, came, joinSucceeded, cueMs, videoMs, jitterMs }) => ({
        key: kinds.join(),
        cells: [
          seatWords(kinds), number(came), number(joinSucceeded), rounded(cueMs?.p50), rounded(cueMs?.p95), rounded(cueMs?.p99), rounded(videoMs?.p95), rounded(jitterMs?.p95),
        ],
      }))}
    />
  )
}

function DidBySeat({ rows }: { rows: readonly SeatRow[] }) {
  const after7 = ({ retention }: SeatRow): string =>
    retention === null || retention.at7 === null ? rounded(undefined) : m.report_of_count({ here: number(retention.at7), count: number(retention.began) })
  return (
    <Table
      caption={m.report_did()}
      columns={[
        { key: 'seat', words: m.report_seat() },
        { key: 'came', words: m.report_came(), number: true },
        { key: '7', words: m.report_stayed_minute({ minute: 7 }), number: true },
        { key: 'hands', words: m.report_hands(), number: true },
        { key: 'reps', words: m.report_reps(), number: true },
        { key: 'answers', words: m.report_answers(), number: true },
      ]}
      rows={rows.map((row) => ({
        key: row.kinds.join(),
        cells: [seatWords(row.kinds), number(row.came), after7(row), ...[row.hands, row.reps, row.answers].map((count) => rounded(count ?? undefined))],
      }))}
    />
  )
}

/** Only where kinds of seat can be set beside each other. */
function ReachedBySeat({ rows, rungs }: { rows: readonly SeatRow[]; rungs: readonly Rung[] }) {
  const reached = rows.flatMap((row) => (row.rungs.length === 0 ? [] : [{ kinds: row.kinds, shares: shared(row.rungs) }]))
  if (reached.length < 2) return null
  return (
    <div class="card stack">
      <h2>{m.report_reached_by_seat()}</h2>
      <Table
        caption={m.report_reached_by_seat()}
        columns={[{ key: 'seat', words: m.report_seat() }, ...rungs.map((rung) => ({ key: rung, words: RUNG_WORDS[rung](), number: true }))]}
        rows={reached.map(({ kinds, shares }) => ({
          key: kinds.join(),
          cells: [seatWords(kinds), ...rungs.map((rung) => partWords(shares.find((share) => share.rung === rung)?.part ?? 0))],
        }))}
      />
    </div>
  )
}
