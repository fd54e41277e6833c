import type { WallTime } from '../kernel/time.ts'

/**
 * The log. *error*: somebody must act. *warn*: something went wrong and recovered by itself.
 * *info*: one line per change of state. *debug*: the rest.
 *
 * One event is written at most 50 times in one go and then once a second; the next line says how
 * many were left out. `debug` has no such bound.
 *
 * `event` is a fixed dotted word (`class.began`); what varies stands in `fields`, as ids and numbers.
 * No names of people, class codes, tickets, keys, signatures or passphrases: a field whose name
 * says it holds one is withheld, and what looks like one is struck out of every text, so that a
 * careless caller or a library's error message leaks nothing.
 */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Log = { readonly [L in LogLevel]: (event: string, fields?: LogFields, error?: unknown) => void }

export type LogOptions = {
  /** The least urgent level that is written. */
  readonly level: LogLevel
  /** `json`: one object a line, for machines. `human`: for a terminal. */
  readonly format: 'json' | 'human'
  /** Takes one line, without its end; of an error, several. */
  readonly write: (line: string) => void
  readonly wall: () => WallTime
}

export function createLog(options: LogOptions): Log {
  const most = LOG_LEVELS.indexOf(options.level)
  const flood = new FloodGate()
  const at = (level: LogLevel) => (event: string, fields: LogFields = {}, error?: unknown): void => {
    if (LOG_LEVELS.indexOf(level) > most) return
    const now = options.wall()
    const skipped = level === 'debug' ? 0 : flood.pass(event, now)
    if (skipped === null) return
    const line: Line = { time: new Date(now).toISOString(), level, event, fields: { ...withheld(fields), ...(skipped > 0 ? { skipped } : {}) } }
    if (error !== undefined) line.error = redact(describe(error, 0))
    options.write(options.format === 'json' ? asJson(line) : asText(line))
  }
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}

/** A log for where nobody reads one. */
export function silentLog(): Log {
  const nothing = (): void => undefined
  return { error: nothing, warn: nothing, info: nothing, debug: nothing }
}

/** Lines of one event in one go, and how soon there may be one more. */
const FLOOD_BURST = 50
const FLOOD_REFILL_MS = 1000

/** Strangers can provoke some events as often as they like; the log must not fill the disk by it. */
class FloodGate {
  /** By event; there are only as many as the code has words. */
  readonly #events = new Map<string, { tokens: number; at: number; skipped: number }>()

  /** How many lines of this event were left out since the last one; null when this one is left out too. */
  pass(event: string, now: number): number | null {
    const state = this.#events.get(event) ?? { tokens: FLOOD_BURST, at: now, skipped: 0 }
    this.#events.set(event, state)
    // The wall clock may jump back, which refills nothing.
    state.tokens = Math.min(FLOOD_BURST, state.tokens + Math.max(0, now - state.at) / FLOOD_REFILL_MS)
    state.at = now
    if (state.tokens < 1) {
      state.skipped += 1
      return null
    }
    state.tokens -= 1
    const { skipped } = state
    state.skipped = 0
    return skipped
  }
}

type Line = { time: string; level: LogLevel; event: string; fields: LogFields; error?: string }

const SECRET_FIELD = /name|label|title|token|ticket|pass|secret|key|code|auth|sign|cookie|nonce|body|sdp|salt/i

function withheld(fields: LogFields): LogFields {
  const safe: Record<string, LogFields[string]> = {}
  for (const [field, value] of Object.entries(fields)) {
    safe[field] = SECRET_FIELD.test(field) ? '[withheld]' : typeof value === 'string' ? redact(value) : value
  }
  return safe
}

/**
 * Strikes out what could open something or name a class: authorization values, what a link carries
 * after `#` or in its query, the class code in a path, keys in PEM or age form, and long opaque runs
 * (32 or more letters and digits, as keys, tickets and signatures are spelled). Ids have 16.
 */
export function redact(text: string): string {
  return text
    .replaceAll(/-----BEGIN[\s\S]*?(?:-----END[^-]*-----|$)/g, '[withheld]')
    .replaceAll(/\b(Lectern|Bearer|Basic)\s+\S+/gi, '$1 [withheld]')
    .replaceAll(/(\/(?:c|classes|whip|whep)\/)[^\s/?#"']+/gi, '$1[withheld]')
    .replaceAll(/([?#])[^\s"')]+/g, '$1[withheld]')
    .replaceAll(/AGE-SECRET-KEY-[0-9A-Z]+/gi, '[withheld]')
    .replaceAll(/[A-Za-z0-9_-]{32,}/g, '[withheld]')
}

/** Stack and causes. Bounded, since a cause may be its own. */
function describe(error: unknown, depth: number): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : `thrown ${typeof error}`
  const own = error.stack ?? `${error.name}: ${error.message}`
  if (depth >= 5) return own
  const parts = error instanceof AggregateError ? error.errors.slice(0, 5) : []
  if (error.cause !== undefined) parts.push(error.cause)
  return [own, ...parts.map((part) => `caused by ${describe(part, depth + 1)}`)].join('\n')
}

function asJson({ time, level, event, fields, error }: Line): string {
  return JSON.stringify({ time, level, event, ...fields, ...(error === undefined ? {} : { error }) })
}

/** One line for a terminal; control characters cannot move the cursor or forge a line. */
function asText({ time, level, event, fields, error }: Line): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined).map(([field, value]) => `${field}=${visible(String(value))}`)
  const trace = error === undefined ? '' : `\n${error.split('\n').map((line) => `  ${visible(line)}`).join('\n')}`
  return `${[time.slice(11, 23), level.padEnd(5), event, ...pairs].join(' ')}${trace}`
}

function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u{FFFD}')
}
