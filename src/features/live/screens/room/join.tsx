import { Lamp } from '../../../../ui/components/lamp.tsx'
import { Qr } from '../../../../ui/components/qr.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassView } from '../../wire/words.ts'
import { inTwo } from './state.ts'

type JoinProps = { view: ClassView; /** Address of the box without the path; null when no phone could use the one known. */ join: string | null; large?: boolean }

/** How to come in: a code to scan, the same to type. `#room`, since it hangs in the room. */
export function Join({ view, join, large = false }: JoinProps) {
  const address = join === null ? null : `${join}/c/${view.code}`
  if (view.locked) return <section class="room-shut"><h2 class="room-mid">{m.room_join()}</h2><Lamp state="off">{m.room_locked()}</Lamp></section>
  return (
    <section class={large ? 'room-join is-large' : 'room-join'} aria-labelledby="join">
      {address === null ? null : <Qr text={`${address}#room`} label={m.room_join_qr({ address })} />}
      <div class="stack stack-s">
        <h2 class="room-mid" id="join">{m.room_join()}</h2>
        {join === null ? <p class="room-small soft">{m.room_join_code_only()}</p> : (
          <p class="room-small"><span class="soft">{m.room_join_scan()}</span> <b class="room-address">{join.replace(/^https?:../, '')}</b> <span class="soft">{m.room_join_type()}</span></p>
        )}
        <p class="code room-code">{inTwo(view.code)}</p>
      </div>
    </section>
  )
}
