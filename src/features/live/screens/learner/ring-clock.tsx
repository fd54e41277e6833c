import { TimerRing } from '../../../../ui/components/timer-ring.tsx'
import { clockText } from '../../../../ui/clock-text.ts'
import { m } from '../../../../words/messages.js'
import type { Ring } from './ring.ts'

const LABELS = { left: m.learner_left, over: m.learner_over_by, since: m.learner_clock_label }

/** The number in the middle of a ring, as everybody sees it at this instant. */
export function RingClock({ ring, size }: { ring: Ring; size: string }) {
  const time = clockText(ring.seconds)
  return (
    <TimerRing part={ring.part} label={LABELS[ring.counts]({ time })} size={size}>
      <span class={time.length > 4 || ring.counts === 'over' ? 'ring-long' : undefined}>{ring.counts === 'over' ? m.learner_over_mark({ time }) : time}</span>
    </TimerRing>
  )
}
