import { z } from 'zod/mini'

/**
 * A witness cosigned the log when it had `size` leaves; `line` is its signature line under that checkpoint (C2SP signed-note). On
 * record of each class that was on: nobody could have known the signature before the witness made it, so what comes after
 * this entry happened after the time in it.
 */
export const checkpointCosigned = {
  kind: 'fleet.checkpoint-cosigned.1',
  body: z.object({ size: z.number().check(z.int(), z.positive()), line: z.string().check(z.maxLength(400)) }),
} as const
