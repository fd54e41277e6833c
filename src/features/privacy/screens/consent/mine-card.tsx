import { Button } from '../../../../ui/components/button.tsx'
import { m } from '../../../../words/messages.js'
import { dayText } from '../crew/crew-format.ts'
import type { MineDesk } from './mine-desk.ts'

/** Everything the box holds about this person: to read here, or as a file. */
export function MineCard({ desk }: { desk: Pick<MineDesk, 'state' | 'show' | 'save' | 'saveRecords'> }) {
  const { data, fault, isAsking } = desk.state.value
  return (
    <section class="card stack stack-s" aria-labelledby="mine">
      <h2 class="title" id="mine">{m.privacy_mine_title()}</h2>
      <p class="small soft">{m.privacy_mine_why()}</p>
      <div class="consent-pair">
        {data === null ? <Button busy={isAsking} onPress={() => void desk.show()}>{m.privacy_mine_show()}</Button> : null}
        <Button busy={isAsking} onPress={() => void desk.save()}>{m.privacy_mine_file()}</Button>
        <Button busy={isAsking} onPress={() => void desk.saveRecords()}>{m.privacy_mine_records()}</Button>
      </div>
      <div role="status">
        {fault === null ? null : <p class="field-wrong">{fault.type === 'refused' && fault.sentence !== '' ? fault.sentence : m.privacy_mine_gone()}</p>}
        {data === null ? null : <Held value={data} />}
      </div>
    </section>
  )
}

/** Whatever it is, in the order in which the box says it. */
function Held({ value }: { value: unknown }) {
  if (Array.isArray(value)) return value.length === 0 ? <Nothing /> : <ul class="mine-list">{value.map((one: unknown, index) => <li key={index}><Held value={one} /></li>)}</ul>
  if (typeof value === 'boolean') return <span>{value ? m.privacy_consent_yes() : m.privacy_consent_no()}</span>
  if (typeof value === 'number') return <span class="num">{isTime(value) ? dayText(value) : value}</span>
  if (typeof value === 'string' && value !== '') return <span dir="auto">{value}</span>
  if (typeof value !== 'object' || value === null) return <Nothing />
  return (
    <dl class="mine">
      {Object.entries(value).map(([name, held]: [string, unknown]) => (
        <div key={name}>
          <dt>{labelOf(name)}</dt>
          <dd><Held value={held} /></dd>
        </div>
      ))}
    </dl>
  )
}

const Nothing = () => <span class="soft">{m.privacy_mine_nothing()}</span>

/** Milliseconds since 1970, of any year a class can be held in. */
const isTime = (value: number): boolean => value > 1e12 && value < 5e12

const LABELS: Readonly<Record<string, () => string>> = {
  heard: m.privacy_consent_short_heard, seen: m.privacy_consent_short_seen, answers: m.privacy_consent_short_answers,
  analytics: m.privacy_consent_short_analytics, contact: m.privacy_consent_short_contact,
  name: m.privacy_consent_name,
}

/** A name that has no words of its own stands as the file has it. */
function labelOf(name: string): string {
  return Object.hasOwn(LABELS, name) ? LABELS[name]?.() ?? name : name
}
