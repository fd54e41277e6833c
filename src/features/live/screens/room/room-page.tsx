import type { ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { m } from '../../../../words/messages.js'
import { FullScreen } from './full-screen.tsx'
import { RoomLive } from './room-live.tsx'
import { RoomLobby } from './room-lobby.tsx'
import { inTwo, type RoomState, type RoomTrouble } from './state.ts'
import { roomView, type RoomView } from './view.ts'

/** `/room/CODE`: the class for everybody in the room at once, dark for a projector. Nothing on it needs a hand. */
export function RoomPage({ state, onRetry }: { state: ReadonlySignal<RoomState>; onRetry: () => void }) {
  const known = state.value
  const view = roomView(known)
  const title = known.class?.title ?? null
  useEffect(() => {
    document.title = title === null ? m.room_page_title_none() : m.room_page_title({ title })
  }, [title])
  return (
    <div class="screen dim room">
      <Shade title={title ?? m.room_page_title_none()} live={view.at === 'live'}>
        <Age seconds={view.at === 'live' || view.at === 'lobby' ? known.now.staleSeconds : null} />
        <Recorded view={view} />
        <FullScreen />
      </Shade>
      <main class="screen-main">
        <div class="cue-stage room-stage">
          <div class="cue-rest room-rest">{bodyOf(view, known, onRetry)}</div>
          <p class="cue-word" aria-hidden="true">{known.cue?.word ?? m.room_cue_now()}</p>
        </div>
      </main>
    </div>
  )
}

/** Whether the class is being recorded, for everybody in the room to see; a change is said. */
function Recorded({ view }: { view: RoomView }) {
  if (view.at !== 'live' && view.at !== 'lobby') return null
  const { recorded, rehearsal } = view.class
  return (
    <span class="room-lamps" role="status">
      {rehearsal ? <Lamp state="plan">{m.room_rehearsal()}</Lamp> : null}
      <Lamp state={recorded ? 'rec' : 'off'}>{recorded ? m.room_recorded() : m.room_not_recorded()}</Lamp>
    </span>
  )
}

/** How old it is what stands here, once that is worth a word. */
function Age({ seconds }: { seconds: number | null }) {
  return <span class="room-age" role="status">{seconds === null ? null : <Lamp state="flag"><span class="num">{m.room_age({ seconds })}</span></Lamp>}</span>
}

function bodyOf(view: RoomView, state: RoomState, onRetry: () => void) {
  switch (view.at) {
    case 'looking':
      return <div class="room-tell appears-late"><h2 class="room-big">{m.room_looking({ code: inTwo(state.code) })}</h2></div>
    case 'trouble':
      return <Trouble trouble={view.trouble} code={state.code} onRetry={onRetry} />
    case 'lobby':
      return <RoomLobby view={view} join={state.join} />
    case 'live':
      return <RoomLive view={view} join={state.join} />
    case 'over':
      return (
        <div class="room-tell" role="status">
          <h2 class="room-big say">{m.room_over()}</h2>
          <p class="room-mid soft">{m.room_over_why()}</p>
        </div>
      )
  }
}

function Trouble({ trouble, code, onRetry }: { trouble: RoomTrouble; code: string; onRetry: () => void }) {
  const [title, why] = troubleWords(trouble, code)
  return (
    <div class="room-tell" role="status">
      <h2 class="room-big">{title}</h2>
      <p class="room-mid soft">{why}</p>
      {trouble === 'unreachable' ? null : <p><Button onPress={onRetry}>{m.room_try_again()}</Button></p>}
    </div>
  )
}

function troubleWords(trouble: RoomTrouble, code: string): readonly [string, string] {
  switch (trouble) {
    case 'unreachable':
      return [m.room_unreachable(), m.room_unreachable_why()]
    case 'unknown':
      return [m.room_unknown({ code: inTwo(code) }), m.room_unknown_why()]
    case 'too-many':
      return [m.room_too_many(), m.room_too_many_why()]
    case 'over':
      return [m.room_over(), m.room_over_why()]
    case 'refused':
      return [m.room_refused(), m.room_refused_why()]
  }
}
