import { useState } from 'preact/hooks'
import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { HandIcon, QuestionIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { Question } from '../../../wire/together.ts'
import type { RosterLine } from '../../../wire/words.ts'
import type { StudioModel } from '../model.ts'
import { InviteMenu } from '../stage/invite-menu.tsx'
import { handsOf, secondsSince } from '../view.ts'
import { questionsOf } from './questions.ts'

/** Who wants to speak, and what people ask, in their own words. */
export function HandsAndQuestions({ model }: { model: StudioModel }) {
  const hands = handsOf(model.people.present.value)
  const { waiting, kept, done } = questionsOf(model.people.questions.value)
  const nothing = hands.length + waiting.length === 0
  return (
    <section class="stack stack-s" aria-labelledby="hands">
      <h2 class="head" id="hands"><span>{m.studio_hands()}</span><span class="num">{m.studio_hands_count({ hands: hands.length, questions: waiting.length })}</span></h2>
      {nothing ? <p class="soft small">{m.studio_hands_none()}</p> : (
        <ul class="rows card card-rows" aria-live="polite">
          {hands.map((line) => <HandRow key={line.seat} line={line} model={model} />)}
          {waiting.map((question) => <QuestionRow key={question.id} question={question} model={model} />)}
        </ul>
      )}
      {kept.length === 0 ? null : (
        <details class="card kept">
          <summary>{m.studio_questions_kept({ questions: kept.length })}</summary>
          <ul class="rows">{kept.map((question) => <QuestionRow key={question.id} question={question} model={model} />)}</ul>
        </details>
      )}
      {done.length === 0 ? null : <Done questions={done} model={model} />}
    </section>
  )
}

function HandRow({ line, model }: { line: RosterLine; model: StudioModel }) {
  return (
    <li class="row">
      <HandIcon />
      <span class="grow hand-words"><b>{model.nameOf(line)}</b>{' '}
        <span class="soft small num">{m.studio_hand_for({ time: clockText(secondsSince(line.handSince, model.now.value) ?? 0) })}</span>
      </span>
      <InviteMenu model={model} seat={line.seat} name={model.nameOf(line)} />
      <Button label={m.studio_hand_lower_label({ name: model.nameOf(line) })} onPress={() => void model.lowerHand(line.seat)}>{m.studio_hand_lower()}</Button>
    </li>
  )
}

/** A question is what somebody says: serif, and as it was typed. */
function QuestionRow({ question, model }: { question: Question; model: StudioModel }) {
  const tell = (state: Question['state']) => () => void model.people.handle(question, state)
  return (
    <li class="row question">
      <QuestionIcon />
      <span class="grow question-words">
        <span class="say">{m.studio_question_quoted({ text: question.text })}</span>{' '}
        <span class="small soft">{whose(question, model)}</span>
      </span>
      <span class="line question-acts">
        <Button onPress={tell('answered')}>{m.studio_question_answered()}</Button>
        {question.state === 'kept'
          ? <Button onPress={tell('waiting')}>{m.studio_question_back()}</Button>
          : <Button kind="quiet" onPress={tell('kept')}>{m.studio_question_keep()}</Button>}
        <Button kind="quiet" onPress={tell('hidden')}>{m.studio_question_hide()}</Button>
      </span>
    </li>
  )
}

function whose({ seat, name }: Question, model: StudioModel): string {
  return seat === null ? m.studio_question_nobodys() : model.nameOf({ seat, name })
}

/** What was answered or hidden can be brought back, for as long as the class lasts. */
function Done({ questions, model }: { questions: readonly Question[]; model: StudioModel }) {
  const [open, setOpen] = useState(false)
  return (
    <div class="stack stack-s">
      <p><Button kind="quiet" pressed={open} onPress={() => setOpen(!open)}>{m.studio_questions_done({ questions: questions.length })}</Button></p>
      {open ? (
        <ul class="rows card card-rows">
          {questions.map((question) => (
            <li class="row" key={question.id}>
              <span class="grow"><span class="say">{m.studio_question_quoted({ text: question.text })}</span>{' '}
                <span class="small soft">{question.state === 'hidden' ? m.studio_question_is_hidden() : m.studio_question_is_answered()}</span></span>
              <Button onPress={() => void model.people.handle(question, 'waiting')}>{m.studio_question_back()}</Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
