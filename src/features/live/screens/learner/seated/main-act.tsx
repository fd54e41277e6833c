import { Button } from '../../../../../ui/components/button.tsx'
import { AskIcon, CheckIcon, CueIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { RunItem } from '../../../wire/run.ts'
import { KeptCard } from './kept-card.tsx'
import type { LearnerModel } from '../model.ts'
import type { LearnerState } from '../state.ts'

type MainActProps = { model: LearnerModel; state: LearnerState; /** Another thing is to be pressed first. */ second: boolean; onAsk: () => void }

/** The one large thing to press, and above it what the class talks about, where that is what may be kept. */
export function MainAct(props: MainActProps) {
  const { run } = props.state.together.now
  const isAbout = run?.items[run.current ?? -1]?.privacy === true
  return <>{isAbout ? <KeptCard model={props.model} place="class" /> : null}<Act {...props} /></>
}

/** As the item that is on wants it. Without a plan that is a repeat done. */
function Act({ model, state, second, onAsk }: MainActProps) {
  const { run } = state.together.now
  const item = run?.items[run.current ?? -1]
  if (run === null || run.items.length === 0 || item?.kind === 'practice') return <Reps model={model} state={state} second={second} />
  if (item?.kind === 'check') return <Felt model={model} state={state} item={item} second={second} />
  if (item?.kind === 'questions') return <Button kind={second ? 'plain' : 'act'} thumb class="reps" onPress={onAsk}><span class="line"><AskIcon />{m.learner_ask_main()}</span></Button>
  return null
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

/** The live check: one large answer, and whether it was counted, in the same place. */
function Felt({ model, state, item, second }: { model: LearnerModel; state: LearnerState; item: RunItem; second: boolean }) {
  const { felt } = state.together
  const mine = felt?.item === item.id ? felt : null
  const words = mine === null ? m.learner_felt() : mine.told ? m.learner_felt_counted() : m.learner_felt_untold()
  return (
    <>
      <Button
        kind={second || mine !== null ? 'plain' : 'act'} thumb class="reps" pressed={mine !== null}
        icon={mine === null ? <CueIcon /> : <CheckIcon />} onPress={() => { if (mine === null) model.actions.felt(item.id) }}
      >
        <span class="grow">{words} {mine === null ? <span class="btn-note">{m.learner_felt_why()}</span> : null}</span>
      </Button>
      <p class="hush" role="status">{mine === null ? '' : words}</p>
    </>
  )
}
