import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { WallTime } from '../../../kernel/time.ts'

/**
 * Checking the box: a whole class with synthetic learners over the real protocols, on this machine, in a
 * box of its own beside the real one (docs/operations/rehearse.md). One at a time, and none while a class is on.
 */

const CheckNetwork = z.enum(['lan', 'wan', 'bad', 'cap300'])
export const CHECK_LEARNERS = { least: 1, most: 60 } as const
export const CHECK_SECONDS = { least: 10, most: 300 } as const
export const AskedCheck = z.strictObject({
  learners: z.number().check(z.int(), z.minimum(CHECK_LEARNERS.least), z.maximum(CHECK_LEARNERS.most)),
  seconds: z.number().check(z.int(), z.minimum(CHECK_SECONDS.least), z.maximum(CHECK_SECONDS.most)),
  network: CheckNetwork,
  /** Of the sheet and of the rows. */
  language: z.enum(['en', 'de']),
})
export type AskedCheck = z.infer<typeof AskedCheck>

/** `label`, `value` and `limit` in words; `limit` null: told, not judged; `value` null: not measured. */
const CheckRow = z.object({ figure: z.string(), label: z.string(), value: z.nullable(z.string()), limit: z.nullable(z.string()), met: z.nullable(z.boolean()) })

export const BoxCheck = z.object({
  /** `broken`: it could not be carried out; `sentence` says why. */
  state: z.enum(['running', 'passed', 'failed', 'stopped', 'broken']),
  startedAt: WallTime,
  asked: AskedCheck,
  /** Learners who are in, and whole seconds of the class. */
  joined: z.number(),
  second: z.number(),
  rows: z.array(CheckRow),
  sentence: z.nullable(z.string()),
})
export type BoxCheck = z.infer<typeof BoxCheck>

const Nothing = z.strictObject({})
const HOST = ['host'] as const
const Answer = z.object({ check: z.nullable(BoxCheck) })

export const startCheck = route({
  name: 'start-check', method: 'POST', path: '/api/1/checks', who: HOST, limit: { burst: 5, seconds: 60 },
  input: AskedCheck, output: Answer, refusals: ['ANOTHER_CLASS_RUNNING', 'CHECK_RUNNING'],
})

/** The last one since the box started; null when there was none. */
export const showCheck = route({
  name: 'show-check', method: 'GET', path: '/api/1/checks/last', who: HOST, limit: { burst: 60, seconds: 30 },
  input: Nothing, output: Answer, refusals: [],
})

export const stopCheck = route({
  name: 'stop-check', method: 'DELETE', path: '/api/1/checks/last', who: HOST, limit: { burst: 10, seconds: 20 },
  input: Nothing, output: Answer, refusals: [],
})

export const checkRoutes = [startCheck, showCheck, stopCheck] as const

/** The readiness sheet of the last check, HTML. `GET` by a host; `NO_SHEET` while there is none. */
export const CHECK_SHEET_DOOR = '/api/1/checks/last/sheet'
