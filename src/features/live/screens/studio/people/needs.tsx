import { Button } from '../../../../../ui/components/button.tsx'
import { m } from '../../../../../words/messages.js'
import { needing } from '../../../rules/attention.ts'
import type { RosterLine } from '../../../wire/words.ts'
import type { StudioModel } from '../model.ts'
import { KIND_BEHIND_NAME, needWords } from './seat-words.ts'

/** The three a host should look at; all others are in the roster. */
export function Needs({ model, onSeat }: { model: StudioModel; onSeat: (line: RosterLine) => void }) {
  const needs = needing(model.people.present.value, model.now.value, model.attention.value)
  return (
    <section class="stack stack-s" aria-labelledby="needs">
      <h2 class="head" id="needs">{m.studio_needs()}</h2>
      {needs.length === 0 ? <p class="soft small">{m.studio_needs_none()}</p> : (
        <ul class="stack stack-s">
          {needs.map((need) => (
            <li class="need is-flag line" key={need.line.seat}>
              <span class="grow"><b>{model.nameOf(need.line)}</b>, {KIND_BEHIND_NAME[need.line.kind]()}<br /><span class="small">{needWords(need)}</span></span>
              {need.why === 'hand'
                ? <Button onPress={() => void model.lowerHand(need.line.seat)}>{m.studio_hand_lower()}</Button>
                : <Button label={m.studio_seat_open_label({ name: model.nameOf(need.line) })} onPress={() => onSeat(need.line)}>{m.studio_seat_open()}</Button>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
