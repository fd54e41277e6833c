import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'

/** Below it lies the log as C2SP tlog-tiles wants it: `checkpoint` and `tile/…`; hashes alone, never entries. */
export const LOG_PREFIX = '/api/1/log'
/** Below it lies `add-checkpoint` of C2SP tlog-witness: what `LECTERN_WITNESSES` of another hub names. */
export const WITNESS_PREFIX = '/api/1/witness'

export const CHECKPOINT_DOOR = `${LOG_PREFIX}/checkpoint`
/** An index has as many parts as it needs; a partial tile one more. */
export const TILE_DOOR = `${LOG_PREFIX}/tile/:level/:a/:b?/:c?/:d?`
export const ADD_CHECKPOINT_DOOR = `${WITNESS_PREFIX}/add-checkpoint`
/** The text of a receipt, for the device that sits there, also when the class is over. */
export const RECEIPT_DOOR = '/api/1/classes/:code/receipt'

const VerifierKey = z.string()

/** Under which keys this box signs: what others put into their settings and give to `lectern verify --trust`. */
export const logKeys = route({
  name: 'log-keys', method: 'GET', path: `${LOG_PREFIX}/keys`, who: 'anyone', limit: { burst: 60, seconds: 10 },
  input: z.object({}), output: z.object({ log: VerifierKey, witness: VerifierKey }), refusals: [],
})

export const fleetRoutes = [logKeys] as const
