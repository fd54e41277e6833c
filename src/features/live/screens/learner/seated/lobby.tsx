import { useEffect } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { CueIcon, SeatIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { SeatBehaviour } from '../../../rules/seat-behaviour.ts'
import { MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import { admittedAt } from '../../../rules/admission.ts'
import { CueStage } from './cue-stage.tsx'
import { FilesRow } from './files-row.tsx'
import { KeptCard } from './kept-card.tsx'
import { LampDrawing } from '../lamp-drawing.tsx'
import { recordedWords } from './recorded.tsx'
import { ringTo } from '../ring.ts'
import { RingClock } from '../ring-clock.tsx'
import type { LearnerModel } from '../model.ts'
import type { SeatedPartProps } from '../seated-part.ts'
import type { LearnerState } from '../state.ts'
import { preloadParts } from '../together-parts.ts'
import { readiness } from '../view.ts'

const SEATS = { room: m.learner_seat_room, venue: m.learner_seat_venue, elsewhere: m.learner_seat_elsewhere }

/** A countdown fills its ring within this. */
const COUNTDOWN = 300 * MICROS_PER_SECOND

/** "You are in": what is ready, a cue to try, and a beginning that comes by itself. */
export function Lobby({ model, state, view, choice, does, changeSeat }: SeatedPartProps) {
  useEffect(preloadParts, [])
  return (
    <>
      <div class="body lobby">
        <CueStage alone>
          <YouAreIn model={model} view={view} choice={choice} />
          {view.objective === '' ? null : <p class="say large objective" dir="auto">{view.objective}</p>}
          <Readiness model={model} state={state} does={does} />
          <KeptCard model={model} place="lobby" />
          <p class="small soft">{recordedWords(view.recorded)}</p>
          {state.abilities.staysAwake ? null : <p class="small soft">{m.learner_awake()}</p>}
        </CueStage>
        <div class="foot stack stack-s">
          <p class="small soft centred" role="status">{state.cues.tried ? m.learner_tried() : ''}</p>
          <Button kind="plain" thumb icon={<CueIcon />} onPress={() => model.actions.tryCue()}>
            <span>{m.learner_try_cue()} <span class="btn-note">{does.sound ? m.learner_try_cue_sound() : m.learner_try_cue_light()}</span></span>
          </Button>
        </div>
      </div>
      <div class="thumbs">
        <Button icon={<SeatIcon />} onPress={changeSeat}>
          <span><span class="hush">{m.learner_seat_change()}: </span>{SEATS[choice.kind]()}</span>
        </Button>
      </div>
    </>
  )
}

/** With the way to the beginning where the host said when, or to the instant at which this seat is let in. */
function YouAreIn({ model, view, choice }: Pick<SeatedPartProps, 'model' | 'view' | 'choice'>) {
  const now = model.time.value
  const isLive = view.phase === 'live'
  const ring = ringTo(isLive ? admittedAt(view, choice.kind) : view.startsAt, now, COUNTDOWN)
  return (
    <div class="lobby-in">
      {ring === null ? <LampDrawing /> : <RingClock ring={ring} size="9rem" />}
      <div class="stack stack-s" role="status">
        <h2 class="title">{m.learner_lobby_title()}</h2>
        <p class="soft">{isLive ? m.learner_lobby_admitted() : m.learner_lobby_why()}</p>
        <p class="small soft num">{m.learner_here({ count: view.here })}</p>
      </div>
    </div>
  )
}

function Readiness({ model, state, does }: { model: LearnerModel; state: LearnerState; does: SeatBehaviour }) {
  const ready = readiness(state)
  const { roundTripMs, clockErrorMs } = state.link
  const silent = does.vibrate ? m.learner_ready_light_buzz() : m.learner_ready_light()
  return (
    <section class="card card-rows" aria-label={m.learner_ready()}>
      <ul class="rows">
        <li class="row">
          <Lamp state={state.link.state === 'lost' ? 'flag' : ready.link}>{state.link.state === 'lost' ? m.learner_link_lost() : m.learner_ready_link()}</Lamp>
          <span class="push num soft small">{roundTripMs === null || ready.link === 'wait' ? '' : m.learner_ms({ ms: Math.max(1, Math.round(roundTripMs)) })}</span>
        </li>
        <li class="row">
          <Lamp state={ready.clock}>{m.learner_ready_clock()}</Lamp>
          <span class="push num soft small">{clockErrorMs === null || ready.link === 'wait' ? '' : m.learner_ready_clock_value({ ms: Math.max(1, Math.ceil(clockErrorMs)) })}</span>
        </li>
        {ready.media === 'none' ? (
          <li class="row">
            <Lamp state="on">{m.learner_ready_silent()}</Lamp>
            <span class="push soft small">{silent}</span>
          </li>
        ) : (
          <li class="row">
            <Lamp state={ready.media}>{does.video ? m.learner_ready_media() : m.learner_ready_media_sound()}</Lamp>
            <span class="push soft small">{ready.media === 'on' ? m.learner_ready_yes() : ''}</span>
          </li>
        )}
        <FilesRow model={model} />
      </ul>
    </section>
  )
}
