import { TimerRing } from '../../../../ui/components/timer-ring.tsx'
import { clockText } from '../../../../ui/clock-text.ts'
import { m } from '../../../../words/messages.js'
import type { Middle, Ring } from './middle.ts'

type MiddleProps = { middle: Middle; /** Without a link no light comes: the page must not promise it. */ isLost: boolean }

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

/** Under a picture: ring, what is on, what is next. */
export function Beside({ middle, isLost }: MiddleProps) {
  return (
    <>
      <div class="live-now">
        <RingClock ring={middle.ring} size="8rem" />
        <div class="grow stack stack-s">
          <p><span class="now-tag">{middle.isHeld ? m.learner_held() : middle.title === null ? m.learner_live() : m.learner_now()}</span></p>
          <p class="live-what">{middle.title ?? (isLost ? m.learner_follow_lost() : m.learner_follow())}</p>
        </div>
      </div>
      <Next middle={middle} />
    </>
  )
}

/** Silent in the room: to be read from two metres, from the floor. */
export function FromTheFloor({ middle, isLost }: MiddleProps) {
  return (
    <div class="live-floor">
      <p class="live-floor-what">{middle.title ?? m.learner_follow_room()}</p>
      <RingClock ring={middle.ring} size="var(--floor)" />
      {middle.next === null || isLost ? <p class="soft large">{isLost ? m.learner_follow_lost() : m.learner_follow_room_why()}</p> : <Next middle={middle} />}
    </div>
  )
}

function Next({ middle: { next, isHeld } }: Pick<MiddleProps, 'middle'>) {
  if (next === null) return null
  return (
    <p class="is-pencil small live-next">
      {isHeld ? m.learner_next_held({ title: next.title }) : m.learner_next({ title: next.title, time: clockText(next.seconds) })}
    </p>
  )
}
