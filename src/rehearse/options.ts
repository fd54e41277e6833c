import { parseArgs } from 'node:util'
import { Refused } from '../kernel/failures.ts'
import { NETWORKS, type NetworkName } from './networks.ts'
import { BREAKS, type BreakName } from './thresholds.ts'

/** What is rehearsed. */
export type Asked = {
  readonly learners: number
  /** Of the live class. */
  readonly seconds: number
  readonly network: NetworkName
  readonly break: BreakName | null
  readonly browser: boolean
}
/** What of it is told, and how. */
export type Telling = { readonly json: boolean; readonly progress: boolean; /** Where the sheet is written; null: nowhere. */ readonly out: string | null }

export const LEARNERS = { least: 1, most: 200, usual: 10 } as const
export const SECONDS = { least: 10, most: 3600, usual: 60 } as const
/** A break and its coming back take their time, and so does a link that is narrow for a third of the class. */
const LEAST_SECONDS_BROKEN = 30
const USUAL_SHEET = 'lectern-rehearsal.html'

/** Refuses with `REHEARSE_OPTION` (details: `value`) or `REHEARSE_TOO_SHORT` (details: `seconds`). */
export function readAsked(args: readonly string[]): { readonly asked: Asked; readonly telling: Telling } {
  const values = parsed(args)
  const asked: Asked = {
    learners: within(values.learners, LEARNERS), seconds: within(values.seconds, SECONDS),
    network: oneOf(values.network ?? 'lan', NETWORKS), break: values.break === undefined ? null : oneOf(values.break, BREAKS),
    browser: values.browser ?? false,
  }
  const needsTime = asked.break !== null || asked.network === 'cap300'
  if (needsTime && asked.seconds < LEAST_SECONDS_BROKEN) throw new Refused('REHEARSE_TOO_SHORT', { seconds: LEAST_SECONDS_BROKEN })
  const [json, progress] = [values.json ?? false, values.progress ?? false]
  return { asked, telling: { json, progress, out: values.out ?? (json || progress ? null : USUAL_SHEET) } }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({ args: [...args], options: { learners: text, seconds: text, network: text, break: text, out: text, browser: flag, json: flag, progress: flag } }).values
  } catch {
    throw new Refused('REHEARSE_OPTION', { value: args.join(' ') }) // What it does not know of, it says less well than we.
  }
}

/** A whole number within its bounds; refuses with `REHEARSE_OPTION`. */
export function within(text: string | undefined, { least, most, usual }: { readonly least: number; readonly most: number; readonly usual: number }): number {
  if (text === undefined) return usual
  const number = /^\d{1,5}$/.test(text) ? Number(text) : NaN
  if (!(number >= least && number <= most)) throw new Refused('REHEARSE_OPTION', { value: text })
  return number
}

/** One of the words; refuses with `REHEARSE_OPTION`. */
export function oneOf<T extends string>(text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text)
  if (found === undefined) throw new Refused('REHEARSE_OPTION', { value: text })
  return found
}
