import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { DeviceId, HubId } from '../../../kernel/ids.ts'
import { Role } from '../../../kernel/roles.ts'
import { HubTime, WallTime } from '../../../kernel/time.ts'

const Nothing = z.strictObject({})
/** Long enough to stand alone against a stolen disk; the wrap costs about a second per guess. */
export const PASSPHRASE_LEAST = 10
const Passphrase = z.string().check(z.maxLength(1000))
/** Opening a wrap costs about a second of a fast core; a small box under load needs many, and choosing needs three. */
const PASSPHRASE_WITHIN_MS = 45_000

/**
 * How the asking page reached the box: on its own screen, over a trusted name, or over plain http,
 * where nobody types a passphrase and neither camera nor microphone exist.
 */
export const Trust = z.enum(['own-screen', 'trusted', 'plain'])
export type Trust = z.infer<typeof Trust>

export const hello = route({
  name: 'hello',
  method: 'GET',
  path: '/api/1/hello',
  who: 'anyone',
  // Per address, which may be a whole venue behind one router.
  limit: { burst: 600, seconds: 10 },
  input: Nothing,
  output: z.object({
    /** To be put into every signature until the box restarts. */
    nonce: z.string(),
    hub: z.nullable(HubId),
    now: HubTime,
    trust: Trust,
    locked: z.boolean(),
    passphraseSet: z.boolean(),
    /** To the box's own screen alone, which stands under an address no phone can use: those that phones can, best first. */
    addresses: z.array(z.string()),
    /** A guided sample class is all that runs here; the box is nobody's yet. */
    sample: z.boolean(),
  }),
  refusals: [],
})

export const unlock = route({
  name: 'unlock',
  method: 'POST',
  path: '/api/1/unlock',
  who: 'anyone',
  limit: { burst: 5, seconds: 60 },
  withinMs: PASSPHRASE_WITHIN_MS,
  input: z.strictObject({ passphrase: Passphrase }),
  output: z.object({ unlocked: z.literal(true) }),
  refusals: ['PASSPHRASE_WRONG', 'PASSPHRASE_NEEDS_TRUST', 'PASSPHRASE_NOT_SET'],
})

export const whoAmI = route({
  name: 'who-am-i',
  method: 'GET',
  path: '/api/1/me',
  who: 'device',
  limit: { burst: 30, seconds: 10 },
  input: Nothing,
  output: z.object({ device: DeviceId, roles: z.array(Role) }),
  refusals: [],
})

/** A ticket (one-time link or QR from the box's own screen or terminal) makes a device a role's device. */
export const pairDevice = route({
  name: 'pair-device',
  method: 'POST',
  path: '/api/1/devices',
  who: 'device',
  limit: { burst: 10, seconds: 60 },
  input: z.strictObject({ ticket: z.string().check(z.maxLength(64)), label: z.string().check(z.maxLength(60)) }),
  output: z.object({ device: DeviceId, roles: z.array(Role) }),
  refusals: ['TICKET_UNKNOWN', 'TICKET_EXPIRED', 'TICKET_USED'],
})

export const signIn = route({
  name: 'sign-in',
  method: 'POST',
  path: '/api/1/devices/by-passphrase',
  who: 'device',
  limit: { burst: 5, seconds: 60 },
  withinMs: PASSPHRASE_WITHIN_MS,
  input: z.strictObject({ passphrase: Passphrase, label: z.string().check(z.maxLength(60)) }),
  output: z.object({ device: DeviceId, roles: z.array(Role) }),
  refusals: ['PASSPHRASE_WRONG', 'PASSPHRASE_NEEDS_TRUST', 'PASSPHRASE_NOT_SET'],
})

export const choosePassphrase = route({
  name: 'choose-passphrase',
  method: 'PUT',
  path: '/api/1/passphrase',
  who: ['host'],
  limit: { burst: 5, seconds: 60 },
  withinMs: PASSPHRASE_WITHIN_MS,
  input: z.strictObject({ passphrase: Passphrase, current: z.optional(Passphrase) }),
  output: z.object({ passphraseSet: z.literal(true) }),
  refusals: ['PASSPHRASE_TOO_SHORT', 'PASSPHRASE_WRONG', 'PASSPHRASE_NEEDS_TRUST'],
})

export const makeTicket = route({
  name: 'make-ticket',
  method: 'POST',
  path: '/api/1/tickets',
  who: ['host'],
  limit: { burst: 10, seconds: 60 },
  input: z.strictObject({ roles: z.array(Role).check(z.minLength(1), z.maxLength(5)) }),
  output: z.object({ ticket: z.string(), until: WallTime, links: z.array(z.string()) }),
  refusals: [],
})

export const listDevices = route({
  name: 'list-devices',
  method: 'GET',
  path: '/api/1/devices',
  who: ['host'],
  limit: { burst: 30, seconds: 10 },
  input: Nothing,
  output: z.object({
    devices: z.array(z.object({ device: DeviceId, label: z.string(), roles: z.array(Role), pairedAt: WallTime, isThis: z.boolean() })),
  }),
  refusals: [],
})

export const removeDevice = route({
  name: 'remove-device',
  method: 'DELETE',
  path: '/api/1/devices/:device',
  who: ['host'],
  limit: { burst: 10, seconds: 10 },
  input: Nothing,
  output: z.object({ removed: DeviceId }),
  refusals: ['DEVICE_UNKNOWN', 'LAST_HOST_DEVICE'],
})

export const peopleRoutes = [hello, unlock, whoAmI, pairDevice, signIn, choosePassphrase, makeTicket, listDevices, removeDevice] as const
