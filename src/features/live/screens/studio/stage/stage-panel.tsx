import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { SilentIcon, SoundIcon, StopIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { Guest } from '../../../wire/guests.ts'
import type { StudioModel } from '../model.ts'
import { isAtWork } from './host-view.ts'
import { InviteMenu } from './invite-menu.tsx'

/** Seats offered in the panel itself; everybody else is asked from their line in the roster. */
const OFFERED = 6

/** Who is asked or on stage, with the way to end it; opened, also who could be asked. */
export function StagePanel({ model, open }: { model: StudioModel; open: boolean }) {
  const { guests, noMicrophone } = model.stage
  const shown = guests.value
  if (shown.length === 0 && !open) return <div role="status" />
  return (
    <section class="card stack stack-s stage-panel" aria-labelledby="stage-head">
      <h3 class="head" id="stage-head">{m.studio_stage_title()}</h3>
      <div role="status">
        {shown.length === 0 ? <p class="soft small">{m.studio_stage_nobody()}</p> : null}
        {shown.filter((guest) => !isAtWork(guest)).map((guest) => <p key={guest.id} class="small">{stateWords(guest, model.nameOf(guest))}</p>)}
      </div>
      <ul class="rows">{shown.filter(isAtWork).map((guest) => <OnStage key={guest.id} guest={guest} model={model} />)}</ul>
      <GuestPicture model={model} />
      <Listening model={model} />
      {noMicrophone.value ? <p class="need is-flag" role="alert">{m.studio_stage_no_microphone()}</p> : null}
      {open ? <Candidates model={model} /> : null}
    </section>
  )
}

function OnStage({ guest, model }: { guest: Guest; model: StudioModel }) {
  const name = model.nameOf(guest)
  const elsewhere = guest.private && guest.state !== 'asked' && model.stage.talkingWith.value !== guest.id
  return (
    <li class="row">
      <span class="grow" aria-live="polite"><Lamp state={guest.state === 'on' ? 'on' : guest.state === 'lost' ? 'flag' : 'wait'}>{stateWords(guest, name)}</Lamp>
        {guest.private && model.stage.talkingWith.value === guest.id ? <span class="small soft"> {m.studio_stage_mic_out()}</span> : null}
      </span>
      {elsewhere ? <Button onPress={() => model.stage.takeTalk(guest.id)}>{m.studio_stage_take_talk()}</Button> : null}
      <Button icon={<StopIcon />} label={m.studio_key_of({ key: guest.state === 'asked' ? m.studio_stage_withdraw() : m.studio_stage_end(), name })} onPress={() => void model.stage.end(guest.id)}>
        {guest.state === 'asked' ? m.studio_stage_withdraw() : m.studio_stage_end()}
      </Button>
    </li>
  )
}

/** What becomes of somebody, as a sentence with their name. */
function stateWords({ as, private: isPrivate, state }: Guest, name: string): string {
  switch (state) {
    case 'asked': return m.studio_stage_asked({ name })
    case 'accepted': return m.studio_stage_accepted({ name })
    case 'on': return isPrivate ? m.studio_stage_on_private({ name }) : as === 'picture' ? m.studio_stage_on_picture({ name }) : m.studio_stage_on_voice({ name })
    case 'lost': return m.studio_stage_lost({ name })
    case 'to-microphone': return m.studio_stage_to_microphone({ name })
    case 'writes': return m.studio_stage_writes({ name })
    case 'no': return m.studio_stage_no({ name })
    case 'failed': return m.studio_stage_failed({ name })
    case 'gone': return m.studio_stage_gone({ name })
  }
}

function GuestPicture({ model }: { model: StudioModel }) {
  const video = useRef<HTMLVideoElement>(null)
  const shows = model.stage.guests.value.some(({ as, state }) => as === 'picture' && state === 'on')
  useEffect(() => {
    model.stage.attachPicture(shows ? video.current : null)
    return () => model.stage.attachPicture(null)
  }, [shows])
  return shows ? <div class="picture"><video ref={video} muted playsInline autoplay aria-label={m.studio_stage_picture()} /></div> : null
}

function Listening({ model }: { model: StudioModel }) {
  if (!model.stage.guests.value.some((guest) => !guest.private && guest.state === 'on')) return null
  const listens = model.stage.listens.value
  return (
    <Button pressed={listens} icon={listens ? <SoundIcon /> : <SilentIcon />} onPress={() => model.stage.setListening(!listens)}>{m.studio_stage_listen()}</Button>
  )
}

/** Hands first: whoever wants to say something is asked soonest. */
function Candidates({ model }: { model: StudioModel }) {
  const asked = new Set(model.stage.guests.value.filter(isAtWork).map(({ seat }) => seat))
  const here = model.roster.value.filter((line) => !asked.has(line.seat) && line.link !== 'gone' && line.standing === 'welcome')
  const sorted = here.toSorted((a, b) => Number(b.handSince !== null) - Number(a.handSince !== null)).slice(0, OFFERED)
  if (sorted.length === 0) return null
  return (
    <ul class="rows" aria-label={m.studio_stage_candidates()}>
      {sorted.map((line) => (
        <li class="row" key={line.seat}>
          <span class="grow">{model.nameOf(line)}{line.handSince === null ? null : <span class="small soft"> {m.studio_stage_hand_up()}</span>}</span>
          <InviteMenu model={model} seat={line.seat} name={model.nameOf(line)} />
        </li>
      ))}
    </ul>
  )
}
