import { Button } from '../../../../ui/components/button.tsx'
import { m } from '../../../../words/messages.js'
import { PURPOSES } from '../../wire/words.ts'
import { listText, shortDayText } from '../crew/crew-format.ts'
import { PURPOSE_WORDS } from '../crew/purpose-words.ts'
import type { DeskPart, DeskView, Written } from './desk-model.ts'

/** Those who were written down here, to change it; whoever said it on their own phone changes it there. */
export function WrittenList({ model, view }: { model: DeskPart; view: DeskView }) {
  const written = view.consents.filter(({ by }) => by !== 'self')
  const own = view.consents.length - written.length
  return (
    <section class="card stack stack-s" aria-labelledby="desk-written">
      <h2 class="head" id="desk-written"><span>{m.privacy_desk_list()}</span><span class="num">{written.length}</span></h2>
      {written.length === 0 ? <p class="soft">{m.privacy_desk_list_none()}</p> : (
        <ul class="rows">{written.map((one) => <Line key={one.person} model={model} written={one} />)}</ul>
      )}
      <p class="small soft">{m.privacy_desk_own({ count: own })}</p>
    </section>
  )
}

function Line({ model, written }: { model: DeskPart; written: Written }) {
  const name = written.name ?? m.privacy_desk_nameless()
  const yes = PURPOSES.filter((purpose) => written.choices[purpose])
  const by = written.by === 'guardian' ? m.privacy_desk_by_guardian({ guardian: written.guardian ?? m.privacy_desk_nameless(), date: shortDayText(written.at) }) : m.privacy_desk_by_desk({ date: shortDayText(written.at) })
  return (
    <li class="row">
      <span class="grow desk-person">
        <b>{name}</b><br />
        <span class="small soft">{yes.length === 0 ? m.privacy_desk_no_to_all() : m.privacy_desk_yes_to({ what: listText(yes.map((purpose) => PURPOSE_WORDS[purpose]())) })} {by}</span>
      </span>
      <span class="line">
        <Button label={m.privacy_desk_change_label({ name })} onPress={() => { model.edit(written); document.getElementById('desk-form')?.scrollIntoView() }}>{m.privacy_desk_change()}</Button>
        {yes.length === 0 ? null : <Button kind="flag" label={m.privacy_desk_take_back_label({ name })} onPress={() => model.askTakeBack(written)}>{m.privacy_desk_take_back()}</Button>}
      </span>
    </li>
  )
}
