import { Button } from '../../../../ui/components/button.tsx'
import { m } from '../../../../words/messages.js'
import type { Span } from '../player/player.ts'
import { lengthText, momentText } from './format.ts'
import { timelineRows, type TimelineRow } from './state.ts'

/** What the recording holds: drawn on one line of the class's time, and as a list to go to. What is missing stays visible as hatching. */
export function Timeline({ spans, seen, onGo }: { spans: readonly Span[]; seen: number | null; onGo: (seconds: number) => void }) {
  const [first, last] = [spans[0], spans.at(-1)]
  if (!first || !last) return null
  const rows = timelineRows(spans, seen)
  const whole = last.wall + last.seconds * 1000 - first.wall
  const part = (ms: number): string => `${((ms / whole) * 100).toFixed(3)}%`
  return (
    <section class="card stack" aria-labelledby="replay-parts">
      <h2 class="title" id="replay-parts">{m.replay_parts()}</h2>
      <div class="replay-line" role="img" aria-label={m.replay_line()} dir="ltr">
        {rows.map((row) => (
          <i key={wallOf(row)} class={row.type === 'part' ? 'replay-kept' : 'replay-gap'} style={{ inlineSize: part(row.type === 'part' ? row.span.seconds * 1000 : row.seconds * 1000) }} />
        ))}
        {seen === null ? null : <b style={{ insetInlineStart: part(seen - first.wall) }} />}
      </div>
      <ul class="rows">
        {rows.map((row) => (
          <li key={wallOf(row)} class={row.type === 'gap' ? 'row is-pencil' : row.isNow ? 'row is-now' : 'row'} aria-current={row.type === 'part' && row.isNow ? 'step' : undefined}>
            {row.type === 'gap' ? <span class="replay-missing">{m.replay_gap({ length: lengthText(row.seconds) })}</span> : <Part span={row.span} onGo={onGo} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Part({ span, onGo }: { span: Span; onGo: (seconds: number) => void }) {
  const [time, length] = [momentText(span.wall), lengthText(span.seconds)]
  return (
    <>
      <Button kind="quiet" label={m.replay_part_label({ time, length })} onPress={() => onGo(span.at)}>{m.replay_part({ time })}</Button>
      <span class="push soft num">{length}</span>
    </>
  )
}

function wallOf(row: TimelineRow): number {
  return row.type === 'part' ? row.span.wall : row.wall
}
