import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { m } from '../../../../words/messages.js'
import { dayText, lengthText, shortDayText, sizeText } from '../crew/crew-format.ts'
import type { HeldClass, HoldingsPart } from './holdings-model.ts'
import { AFTERLIFE_WORDS } from './holdings-words.ts'
import { PeopleList } from './people-list.tsx'

/** One class: how far it is from being forgotten, what is held of it, and its people when they are asked for. */
export function ClassCard({ model, held }: { model: HoldingsPart; held: HeldClass }) {
  const open = model.open.value
  const isOpen = open?.code === held.code
  const title = held.title === '' ? m.privacy_holdings_untitled() : held.title
  const life = AFTERLIFE_WORDS[held.afterlife]
  return (
    <article class={held.afterlife === 'forgotten' ? 'card stack is-pencil' : 'card stack'} aria-labelledby={`held-${held.code}`}>
      <div class="line">
        <h3 class="holdings-class large" id={`held-${held.code}`}>{title}{held.endedAt === null ? null : <span class="small soft num"> {shortDayText(held.endedAt)}</span>}</h3>
        <Lamp state={life.lamp}>{life.words()}</Lamp>
      </div>
      <Facts held={held} />
      {held.afterlife === 'forgotten' ? null : <Acts model={model} held={held} title={title} isOpen={isOpen} />}
      {isOpen ? <PeopleList model={model} code={held.code} people={open.people} /> : null}
    </article>
  )
}

function Acts({ model, held, title, isOpen }: { model: HoldingsPart; held: HeldClass; title: string; isOpen: boolean }) {
  const isOver = held.afterlife === 'contestable' || held.afterlife === 'settled'
  return (
    <div class="line">
      <Button pressed={isOpen} onPress={() => model.openClass(isOpen ? null : held.code)}>{m.privacy_holdings_people({ count: held.people })}</Button>
      <a class="btn" href={`/review/${held.code}`}>{held.claimsWaiting === 0 ? m.privacy_holdings_claims() : m.privacy_holdings_claims_waiting({ count: held.claimsWaiting })}</a>
      <a class="btn" href={`/desk/${held.code}`}>{m.privacy_holdings_desk()}</a>
      {isOver ? <Button kind="flag" label={m.privacy_holdings_forget_label({ title })} onPress={() => model.askForget(held.code, title)}>{m.privacy_holdings_forget()}</Button> : null}
    </div>
  )
}

function Facts({ held }: { held: HeldClass }) {
  const { recording, window } = held
  const facts = [
    [m.privacy_holdings_window(), window.state === 'over' ? m.privacy_holdings_window_over() : window.until === null ? m.privacy_holdings_window_hours({ hours: window.hours }) : dayText(window.until)],
    [m.privacy_holdings_recording(), recording.bytes === 0 ? m.privacy_holdings_no_recording() : m.privacy_holdings_recording_is({ length: lengthText(recording.seconds * 1000), size: sizeText(recording.bytes), keys: recording.keys })],
    ...(recording.bytes === 0 ? [] : [[m.privacy_holdings_replay(), recording.replayUntil === null ? m.privacy_holdings_no_replay() : dayText(recording.replayUntil)] as const]),
    [m.privacy_holdings_consents(), String(held.consents)],
    [m.privacy_holdings_private(), String(held.privateFields)],
  ] as const
  return <dl class="holdings-facts">{facts.map(([term, value]) => <div key={term}><dt>{term}</dt><dd class="num">{value}</dd></div>)}</dl>
}
