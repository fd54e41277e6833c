import type { HubTime } from '../../../../../kernel/time.ts'
import { clockText } from '../../../../../ui/clock-text.ts'
import { m } from '../../../../../words/messages.js'
import { RingClock } from '../ring-clock.tsx'
import type { LearnerState } from '../state.ts'
import { type Middle, middleOf } from './middle.ts'

type MiddleProps = { middle: Middle; /** Without a link no light comes: the page must not promise it. */ isLost: boolean }

/** The ring and its words, as everybody reads them off the shared clock at this instant. */
export function MiddlePart({ state, now, video, isLost }: { state: LearnerState; now: HubTime | null; video: boolean; isLost: boolean }) {
  const middle = middleOf(state, now)
  return video ? <Beside middle={middle} isLost={isLost} /> : <FromTheFloor middle={middle} isLost={isLost} />
}

/** Under a picture: ring, what is on, what is next. */
function Beside({ middle, isLost }: MiddleProps) {
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
function FromTheFloor({ middle, isLost }: MiddleProps) {
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
