import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { SeatId } from '../../../kernel/ids.ts'
import { Plan } from './run.ts'

/**
 * The end of the guided sample class: the box becomes its host's. The sample goes, the real box
 * begins with this passphrase, this class and the asking device as host's; it answers under the same
 * address some seconds later, with another nonce. Over plain http no passphrase may be given.
 */
export const makeItYours = route({
  name: 'make-it-yours',
  method: 'POST',
  path: '/api/1/tour/make-it-yours',
  who: ['host'],
  limit: { burst: 5, seconds: 60 },
  /** Wrapping by a passphrase takes a small box many seconds. */
  withinMs: 45_000,
  input: z.strictObject({
    /** Null: theft is not covered until one is chosen in the studio. */
    passphrase: z.nullable(z.string().check(z.maxLength(1000))),
    title: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
    plan: Plan,
    /** What this device is called in the list of devices. */
    label: z.string().check(z.maxLength(60)),
  }),
  output: z.object({ prepared: z.literal(true) }),
  refusals: ['NO_SAMPLE', 'PASSPHRASE_TOO_SHORT', 'PASSPHRASE_NEEDS_TRUST', 'BUSY'],
})

/** Makes the link of one learner's page in the sample class narrow, or lets it be: what a bad link does is shown, not told. */
export const chokeLink = route({
  name: 'choke-link',
  method: 'PUT',
  path: '/api/1/tour/choke',
  who: ['host'],
  limit: { burst: 20, seconds: 30 },
  input: z.strictObject({ seat: SeatId, on: z.boolean() }),
  output: z.object({ on: z.boolean() }),
  refusals: ['NO_SAMPLE', 'SEAT_UNKNOWN'],
})

export const tourRoutes = [makeItYours, chokeLink] as const
