import { Button } from '../../../../ui/components/button.tsx'
import { Notice } from '../../../../ui/components/notice.tsx'
import { RungMark } from '../../../../ui/components/rung.tsx'
import { TimerRing } from '../../../../ui/components/timer-ring.tsx'
import { CheckIcon, HandIcon, SeatIcon, SilentIcon, SoundIcon } from '../../../../ui/icons/icons.tsx'
import { clockText } from '../../../../ui/clock-text.ts'
import { m } from '../../../../words/messages.js'
import { CueStage } from './cue-stage.tsx'
import { linkWords, refusalWords } from './link-words.ts'
import type { LearnerModel } from './model.ts'
import type { SeatedPartProps } from './seated-part.ts'
import { StagePart } from './stage/stage-part.tsx'
import type { LearnerState } from './state.ts'
import { linkLine } from './view.ts'

/** The class: under a picture, or, silent in the room, one ring to be read from two metres. */
export function Live(props: SeatedPartProps) {
  const { model, state, does, changeSeat } = props
  const isLost = state.link.state === 'lost'
  return (
    <>
      <LinkNotice state={state} silent={!does.sound} />
      <div class={does.video ? 'body live' : 'body live live-room'}>
        <CueStage>{does.video ? <Beside model={model} isLost={isLost} /> : <FromTheFloor model={model} isLost={isLost} />}</CueStage>
        <div class="foot stack stack-s">
          <Stage {...props} />
          {isLost && isWaiting(state) ? <p class="small soft">{m.learner_kept()}</p> : null}
          <InClassRefusal model={model} state={state} />
          {does.sound && state.media.sound === 'needs-press' ? (
            <Button kind="act" thumb icon={<SoundIcon />} onPress={() => model.actions.setMuted(false)}>{m.learner_sound_on()}</Button>
          ) : null}
          <Reps model={model} state={state} second={does.sound && state.media.sound === 'needs-press'} />
        </div>
      </div>
      <div class="thumbs" role="group" aria-label={m.learner_answers()}>
        <Hand model={model} state={state} />
        {does.sound ? <Mute model={model} state={state} /> : null}
        <Button icon={<SeatIcon />} label={m.learner_seat_change()} onPress={changeSeat}>{m.learner_seat()}</Button>
      </div>
    </>
  )
}

function Stage({ model, choice }: SeatedPartProps) {
  const place = model.stage()
  return place === null ? null : <StagePart place={place} kind={choice.kind} ask={() => undefined} />
}

function LinkNotice({ state, silent }: { state: LearnerState; silent: boolean }) {
  const line = linkLine(state)
  return (
    <Notice tone={line.tone}>
      {silent && line.tone === 'steady' ? <><SilentIcon /><span>{linkWords(line.sentence)}</span></> : <RungMark rung={line.rung}>{linkWords(line.sentence)}</RungMark>}
    </Notice>
  )
}

function ClassClock({ model, size }: { model: LearnerModel; size: string }) {
  const seconds = model.seconds.value
  const text = clockText(seconds ?? 0)
  return (
    <TimerRing part={((seconds ?? 0) % 60) / 60} label={m.learner_clock_label({ time: text })} size={size}>
      {text}
    </TimerRing>
  )
}

type MiddleProps = { model: LearnerModel; /** Without a link no light comes: the page must not promise it. */ isLost: boolean }

function Beside({ model, isLost }: MiddleProps) {
  return (
    <div class="live-now">
      <ClassClock model={model} size="8rem" />
      <div class="grow stack stack-s">
        <p><span class="now-tag">{m.learner_live()}</span></p>
        <p class="live-what">{isLost ? m.learner_follow_lost() : m.learner_follow()}</p>
      </div>
    </div>
  )
}

function FromTheFloor({ model, isLost }: MiddleProps) {
  return (
    <div class="live-floor">
      <p class="live-floor-what">{m.learner_follow_room()}</p>
      <ClassClock model={model} size="var(--floor)" />
      <p class="soft large">{isLost ? m.learner_follow_lost() : m.learner_follow_room_why()}</p>
    </div>
  )
}

function Reps({ model, state, second }: { model: LearnerModel; state: LearnerState; second: boolean }) {
  const { count } = state.reps
  return (
    <Button kind={second ? 'plain' : 'act'} thumb class="reps" onPress={() => model.actions.confirmRep()}>
      <span class="line"><CheckIcon />{m.learner_rep()}</span>
      <b class="num"><span aria-hidden="true">{count}</span><span class="hush">{m.learner_rep_count({ count })}</span></b>
    </Button>
  )
}

function Hand({ model, state }: { model: LearnerModel; state: LearnerState }) {
  const { up } = state.hand
  return (
    <Button icon={<HandIcon />} pressed={up} onPress={() => model.actions.raiseHand(!up)}>
      {up ? m.learner_hand_up() : m.learner_hand()}
    </Button>
  )
}

function Mute({ model, state }: { model: LearnerModel; state: LearnerState }) {
  const off = state.muted || state.media.sound === 'needs-press'
  return (
    <Button icon={off ? <SilentIcon /> : <SoundIcon />} pressed={off} onPress={() => model.actions.setMuted(!off)}>
      {off ? m.learner_sound_off() : m.learner_mute()}
    </Button>
  )
}

function InClassRefusal({ model, state }: { model: LearnerModel; state: LearnerState }) {
  const { refusal } = state
  return (
    <div role="alert">
      {refusal === null ? null : <p class="field-wrong">{refusalWords(refusal)}</p>}
      {refusal?.code === 'REPLACED' ? <Button thumb onPress={() => model.actions.retry()}>{m.learner_replaced_here()}</Button> : null}
    </div>
  )
}

/** Something the learner did has not reached the room yet. */
function isWaiting({ reps, hand }: LearnerState): boolean {
  return reps.count > reps.told || !hand.told
}
