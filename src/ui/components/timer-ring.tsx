import type { ComponentChildren } from 'preact'

const RADIUS = 43
const AROUND = 2 * Math.PI * RADIUS

type TimerRingProps = {
  /** How much of the ring is ink, 0 to 1; the light stands at its end. */
  part: number
  /** What a screen reader says; the number itself is not read each second. */
  label: string
  /** CSS length of the ring's width. */
  size?: string
  children: ComponentChildren
}

/** Ink for what was or is left, a dashed line for the rest, the light at now. */
export function TimerRing({ part, label, size, children }: TimerRingProps) {
  const share = Math.min(1, Math.max(0, part))
  const angle = share * 2 * Math.PI
  return (
    <div class="ring" role="timer" aria-label={label} style={size === undefined ? undefined : { '--size': size }}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle class="ring-plan" cx="50" cy="50" r={RADIUS} />
        <circle class="ring-ink" cx="50" cy="50" r={RADIUS} stroke-dasharray={`${(share * AROUND).toFixed(1)} ${AROUND.toFixed(1)}`} />
        <circle class="ring-tip" cx={(50 + RADIUS * Math.cos(angle)).toFixed(1)} cy={(50 + RADIUS * Math.sin(angle)).toFixed(1)} r="5" />
      </svg>
      <b aria-hidden="true">{children}</b>
    </div>
  )
}
