import { utf8 } from '../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { Message } from '../../../../kernel/contract.ts'
import type { RateLimit } from '../../../../platform/http/rate-limit.ts'
import type { Role } from '../../../../kernel/roles.ts'
import { readCredential, verifySignedRequest } from '../../../../kernel/signed-request.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { Frame, LIVE_SOCKET, LiveMessage, liveMessages } from '../../wire/messages.ts'
import type { Connection } from './connection.ts'

/**
 * What stands between a socket and the handlers. In order: shape, the connection's rate, signature,
 * the device's rate, right. A frame that breaks the shape is {@link Malformed} (the caller hangs up);
 * a command that may not be is {@link Refused} and leaves everything as it was.
 */
export type Admitted = { readonly message: LiveMessage; readonly n: number | null; readonly receivedAt: HubTime }

const MESSAGES: ReadonlyMap<string, Message> = new Map(liveMessages.map((message) => [message.type, message as Message]))

export type ReceptionDeps = {
  readonly crypto: Pick<Crypto, 'sha256' | 'ed25519'>
  readonly rolesOf: (device: DeviceId) => readonly Role[]
  /** What each device may still say, whatever connections it makes: what is signed is written to the record. */
  readonly limits: RateLimit
}

export function parseFrame(text: string): { frame: Frame; message: LiveMessage } {
  try {
    const frame = Frame.parse(JSON.parse(text))
    return { frame, message: LiveMessage.parse(JSON.parse(frame.m)) }
  } catch (cause) {
    throw new Malformed('live frame', { cause })
  }
}

export function admit(connection: Connection, { frame, message }: ReturnType<typeof parseFrame>, now: HubTime, deps: ReceptionDeps): Admitted {
  const rule = MESSAGES.get(message.type)
  if (!rule) throw new Malformed('live message type')
  const wait = connection.limits.take(message.type, rule.limit, now)
  if (wait > 0) throw new Refused('TOO_MANY', { waitMs: wait })
  if (rule.signed) {
    const device = authenticate(connection, frame, message.type, deps)
    const wait = deps.limits.take(`${message.type} ${device}`, rule.limit, now)
    if (wait > 0) throw new Refused('TOO_MANY', { waitMs: wait })
  }
  requireRight(connection, rule, deps)
  return { message, n: rule.signed ? (frame.n ?? null) : null, receivedAt: now }
}

function authenticate(connection: Connection, frame: Frame, type: string, { crypto }: ReceptionDeps): DeviceId {
  const { key, n, s } = frame
  if (key === undefined || n === undefined || s === undefined) throw new Refused('SIGNATURE_NEEDED')
  const parts = { nonce: connection.nonce, method: 'WS', path: `${LIVE_SOCKET}/${type}`, body: utf8(frame.m) }
  const device = verifySignedRequest(parts, readCredential(key, n, s), crypto)
  if (device === null || (connection.device ?? device) !== device) throw new Refused('SIGNATURE_BAD')
  if (n <= connection.highest) throw new Refused('REPLAYED', { highest: connection.highest })
  connection.highest = n
  connection.device = device
  return device
}

function requireRight(connection: Connection, { who }: Message, { rolesOf }: ReceptionDeps): void {
  if (who === 'anyone') return
  const { device, place } = connection
  if (device === undefined) throw new Refused('SIGNATURE_NEEDED')
  if (who === 'device') return
  const held: readonly Role[] = place?.as === 'seat' ? [...rolesOf(device), 'learner'] : rolesOf(device)
  if (!who.some((role) => held.includes(role))) throw new Refused('FORBIDDEN')
}
