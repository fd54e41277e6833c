import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { AskIcon, HandIcon, SeatIcon, SoundIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { CueStage } from './cue-stage.tsx'
import { LinkNotice } from './link-notice.tsx'
import { refusalWords, turnedDownWords } from '../refusal-words.ts'
import { MainAct } from './main-act.tsx'
import { Mute } from './mute.tsx'
import type { LearnerModel } from '../model.ts'
import type { SeatedPartProps } from '../seated-part.ts'
import { isOnStage, StagePart } from '../stage/stage-part.tsx'
import type { LearnerState } from '../state.ts'
import { isUntold } from '../together.ts'
import { AskSheet, MiddlePart, PollSheet, preloadParts } from '../together-parts.ts'

/** The class: under a picture, or, silent in the room, one ring to be read from two metres. */
export function Live(props: SeatedPartProps) {
  const { model, state, does, changeSeat, askWhy } = props
  const isAsking = useSignal(false)
  const draft = useSignal('')
  const isLost = state.link.state === 'lost'
  const silenced = does.sound && state.media.sound === 'needs-press'
  useEffect(() => { if (state.link.state === 'good') preloadParts() }, [state.link.state])
  const ask = (): void => void (isAsking.value = true)
  const onStage = isOnStage(model.stage()?.guest.value)
  return (
    <>
      <LinkNotice state={state} silent={!does.sound} onPress={askWhy} />
      <div class={does.video ? 'body live' : 'body live live-room'}>
        <CueStage word={state.together.cueWord} keeps={isAsking.value || state.together.now.poll !== null}>
          {isAsking.value
            ? <AskSheet.Part model={model} state={state} draft={draft} onClose={() => (isAsking.value = false)} />
            : <InTheMiddle {...props} isLost={isLost} />}
        </CueStage>
        <div class="foot stack stack-s">
          <Stage {...props} ask={ask} />
          {isLost && isWaiting(state) ? <p class="small soft">{m.learner_kept()}</p> : null}
          <InClassRefusal model={model} state={state} />
          {silenced ? (
            <Button kind="act" thumb icon={<SoundIcon />} onPress={() => model.actions.setMuted(false)}>{m.learner_sound_on()}</Button>
          ) : null}
          {isAsking.value || onStage ? null : <MainAct model={model} state={state} second={silenced} onAsk={ask} />}
        </div>
      </div>
      <div class="thumbs live-thumbs" role="group" aria-label={m.learner_answers()}>
        <Hand model={model} state={state} />
        <Button icon={<AskIcon />} pressed={isAsking.value} onPress={() => (isAsking.value = !isAsking.peek())}>{m.learner_ask()}</Button>
        {does.sound && !does.video ? <Mute model={model} state={state} /> : null}
        <Button icon={<SeatIcon />} label={m.learner_seat_change()} onPress={changeSeat}>{m.learner_seat()}</Button>
      </div>
    </>
  )
}

/** A poll takes the place of the ring and gives it back. */
function InTheMiddle({ model, state, does, isLost }: SeatedPartProps & { isLost: boolean }) {
  const { poll } = state.together.now
  const now = model.time.value
  if (poll !== null) return <PollSheet.Part model={model} state={state} poll={poll} now={now} />
  return <MiddlePart.Part state={state} now={now} video={does.video} isLost={isLost} />
}

function Stage({ model, choice, ask }: SeatedPartProps & { ask: () => void }) {
  const place = model.stage()
  const who = model.visitor()
  const { Part } = model
  const before = Part === null || who === null ? null : (go: () => void) => <Part visitor={who} place="stage" go={go} />
  return place === null ? null : <StagePart place={place} kind={choice.kind} ask={ask} before={before} />
}

function Hand({ model, state }: { model: LearnerModel; state: LearnerState }) {
  const { up } = state.hand
  return (
    <Button icon={<HandIcon />} pressed={up} onPress={() => model.actions.raiseHand(!up)}>
      {up ? m.learner_hand_up() : m.learner_hand()}
    </Button>
  )
}

function InClassRefusal({ model, state }: { model: LearnerModel; state: LearnerState }) {
  const { refusal, together: { turnedDown } } = state
  return (
    <div role="alert">
      {refusal === null ? null : <p class="field-wrong">{refusalWords(refusal)}</p>}
      {turnedDown === null ? null : <p class="field-wrong">{turnedDownWords(turnedDown.code)}</p>}
      {refusal?.code === 'REPLACED' ? <Button thumb onPress={() => model.actions.retry()}>{m.learner_replaced_here()}</Button> : null}
    </div>
  )
}

/** Something the learner did has not reached the room yet. */
function isWaiting({ reps, hand, together }: LearnerState): boolean {
  return reps.count > reps.told || !hand.told || isUntold(together)
}
