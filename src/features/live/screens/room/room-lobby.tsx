import { clockText } from '../../../../ui/clock-text.ts'
import { m } from '../../../../words/messages.js'
import { Join } from './join.tsx'
import type { RoomView } from './view.ts'

type LobbyView = Extract<RoomView, { at: 'lobby' }>

/** Before the class: what it is about, how to come in, when it begins. */
export function RoomLobby({ view, join }: { view: LobbyView; join: string | null }) {
  const { title, objective, here } = view.class
  return (
    <div class="room-hall room-lobby">
      <section class="stack room-about">
        <h2 class="room-big say">{title}</h2>
        {objective === '' ? null : <p class="room-mid say">{objective}</p>}
        <Begins view={view} />
        <p class="room-small soft">{view.class.recorded ? m.room_recorded_why() : m.room_not_recorded_why()}</p>
        {view.opens ? <p class="room-small soft num">{m.room_here({ count: here })}</p> : null}
      </section>
      <Join view={view.class} join={join} large />
    </div>
  )
}

function Begins({ view: { opens, begins } }: { view: LobbyView }) {
  if (!opens) return <p class="room-mid">{m.room_soon()}</p>
  if (begins === null) return <p class="room-mid soft">{m.room_begins_when_ready()}</p>
  if (begins === 0) return <p class="room-mid">{m.room_begins_now()}</p>
  return (
    <p class="room-mid" role="timer">
      {m.room_begins_in()} <b class="num room-count">{clockText(begins)}</b>
    </p>
  )
}
