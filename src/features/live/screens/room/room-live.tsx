import { Meter } from '../../../../ui/components/meter.tsx'
import { TimerRing } from '../../../../ui/components/timer-ring.tsx'
import { clockText } from '../../../../ui/clock-text.ts'
import { m } from '../../../../words/messages.js'
import type { Poll } from '../../wire/together.ts'
import { Slide } from '../slides/slide.tsx'
import { Join } from './join.tsx'
import type { Ring, RoomView } from './view.ts'

type LiveView = Extract<RoomView, { at: 'live' }>

/** The class: what is on, how long still, what comes; a poll and the way in beside it. */
export function RoomLive({ view, join }: { view: LiveView; join: string | null }) {
  const { ring, timer, slide } = view
  return (
    <div class={`room-hall room-live${view.poll === null ? ' is-wide' : ''}${slide === null ? '' : ' has-slide'}`}>
      <section class="room-on" aria-label={m.room_now_part()}>
        {view.item === null ? null : <h2 class="room-big" aria-current="step">{view.item}</h2>}
        {slide === null ? null : <div class="picture room-slide"><Slide picture={slide} as="slide" /></div>}
        {timer === null ? null : <p class="room-mid">{timer === '' ? m.room_timer() : timer}</p>}
        {ring === null ? null : <RoomRing ring={ring} />}
        <Next view={view} />
      </section>
      <aside class="room-beside" aria-label={m.room_join()}>
        {view.poll === null ? null : <RoomPoll poll={view.poll} />}
        <Join view={view.class} join={join} />
      </aside>
    </div>
  )
}

function RoomRing({ ring }: { ring: Ring }) {
  const time = clockText(ring.seconds)
  const label = ring.shows === 'left' ? m.room_left({ time }) : ring.shows === 'over' ? m.room_over_by({ time }) : m.room_class_time({ time })
  return (
    <div class={ring.shows === 'over' ? 'room-ring is-over' : 'room-ring'}>
      <TimerRing part={ring.part} label={label} size="var(--room-ring)">{ring.shows === 'over' ? `+${time}` : time}</TimerRing>
      {/* Its place is kept, so that a hold moves nothing. */}
      <p class="room-small">{ring.held ? m.room_held() : '\u00a0'}</p>
    </div>
  )
}

function Next({ view: { next, plan } }: { view: LiveView }) {
  if (plan === 'none') return null
  const words = plan === 'done' ? m.room_done() : next === null ? m.room_last() : m.room_next({ title: next })
  return <p class="room-next is-pencil">{words}</p>
}

function RoomPoll({ poll }: { poll: Poll }) {
  const most = Math.max(1, poll.answered)
  return (
    <section class="room-poll" aria-labelledby="poll">
      <h2 class="room-mid say" id="poll">{poll.question}</h2>
      <ul class="room-options">
        {poll.options.map((option, at) => (
          <li key={at}>
            <div class="line"><span class="grow">{option}</span>{poll.counts === null ? null : <b class="num">{poll.counts[at] ?? 0}</b>}</div>
            {poll.counts === null ? null : <Meter label={option} part={(poll.counts[at] ?? 0) / most} />}
          </li>
        ))}
      </ul>
      <p class="room-small soft num">
        {m.room_poll_answered({ answered: poll.answered, of: poll.of })} · {poll.open ? m.room_poll_on_phone() : m.room_poll_closed()}
      </p>
    </section>
  )
}
