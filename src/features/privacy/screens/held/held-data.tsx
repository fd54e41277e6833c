import { m } from '../../../../words/messages.js'
import { shortDayText } from '../crew/crew-format.ts'
import { HELD_LABELS } from './held-labels.ts'

/** As it stands on record, entry by entry: in the file for whoever looks closer, folded away here. */
const ON_RECORD = 'entries'
/** What says nothing to a reader: ids, keys, signatures. It is in the file. */
const FOR_MACHINES: ReadonlySet<string> = new Set(['format', 'id', 'device', 'person', 'seat', 'entry', 'claim', 'statement', 'notice', 'poll', 'segments', 'means'])

/** Everything the box holds of somebody, to be read: whatever it is, in the order in which the box says it. */
export function HeldData({ data }: { data: Readonly<Record<string, unknown>> }) {
  const told = Object.entries(data).filter(([name]) => name !== ON_RECORD && !FOR_MACHINES.has(name))
  const onRecord = data[ON_RECORD]
  return (
    <>
      <dl class="held">{told.map(([name, value]) => <Named key={name} name={name} value={value} />)}</dl>
      {Array.isArray(onRecord) && onRecord.length > 0 ? (
        <details class="held-record"><summary>{m.privacy_held_on_record({ count: onRecord.length })}</summary><pre class="small" tabIndex={0}>{JSON.stringify(onRecord, null, 1)}</pre></details>
      ) : null}
    </>
  )
}

function Named({ name, value }: { name: string; value: unknown }) {
  return <div><dt>{HELD_LABELS[name]?.() ?? name}</dt><dd><Held value={value} /></dd></div>
}

function Held({ value }: { value: unknown }) {
  if (Array.isArray(value)) return value.length === 0 ? <Nothing /> : <ul class="held-list">{value.map((one: unknown, at) => <li key={at}><Held value={one} /></li>)}</ul>
  if (typeof value === 'boolean') return <span>{value ? m.privacy_held_yes() : m.privacy_held_no()}</span>
  if (typeof value === 'number') return <span class="num">{isTime(value) ? shortDayText(value) : value}</span>
  if (typeof value === 'string' && value !== '') return isInstant(value) ? <span class="num">{shortDayText(Date.parse(value))}</span> : <span dir="auto">{value}</span>
  if (typeof value !== 'object' || value === null) return <Nothing />
  return <HeldData data={{ ...value }} />
}

const Nothing = () => <span class="soft">{m.privacy_held_nothing()}</span>

/** Milliseconds since 1970, of any year a class can be held in. */
const isTime = (value: number): boolean => value > 1e12 && value < 5e12
/** ISO 8601 in UTC, as the box writes an instant. */
const isInstant = (value: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value))
