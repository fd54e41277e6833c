import type { ComponentChildren } from 'preact'
import { type Rung, RUNGS } from '../../kernel/ladder.ts'

/** Six steps, filled as far as the link carries; the word stands beside it. */
export function RungMark({ rung, children }: { rung: Rung; children: ComponentChildren }) {
  const filled = RUNGS.length - RUNGS.indexOf(rung)
  return (
    <span class="rung">
      <svg viewBox="0 0 34 16" width="34" height="16" aria-hidden="true">
        {RUNGS.map((name, step) => (
          <rect key={name} class={step < filled ? 'is-filled' : undefined} x={step * 6} y={11 - step * 2} width="4" height={4 + step * 2} />
        ))}
      </svg>
      <span>{children}</span>
    </span>
  )
}
