import type { ComponentChildren } from 'preact'
import { m } from '../../../../words/messages.js'
import { shortDayText } from '../crew/crew-format.ts'

/** Whole milliseconds since 1970 from 2001 on: what the box writes as a time. */
const isWallTime = (value: number): boolean => Number.isSafeInteger(value) && value >= 1e12 && value < 1e14

/** What a file says, to be read: whatever it holds, under the names it has there. */
export function DataView({ data }: { data: Readonly<Record<string, unknown>> }) {
  return (
    <dl class="data-view">
      {Object.entries(data).map(([name, value]) => <div key={name}><dt class="small">{name}</dt><dd>{shown(value)}</dd></div>)}
    </dl>
  )
}

function shown(value: unknown): ComponentChildren {
  if (value === null || value === undefined || value === '') return <span class="soft">{m.privacy_holdings_data_nothing()}</span>
  if (typeof value === 'boolean') return value ? m.privacy_holdings_data_yes() : m.privacy_holdings_data_no()
  if (typeof value === 'number') return <span class="num">{isWallTime(value) ? shortDayText(value) : value}</span>
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.length === 0 ? <span class="soft">{m.privacy_holdings_data_nothing()}</span> : <ul class="data-list">{value.map((one, at) => <li key={at}>{shown(one)}</li>)}</ul>
  return typeof value === 'object' ? <DataView data={{ ...value }} /> : null
}
