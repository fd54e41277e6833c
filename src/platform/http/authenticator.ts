import { base64url } from '../../kernel/bytes.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { Malformed, Refused } from '../../kernel/failures.ts'
import type { DeviceId } from '../../kernel/ids.ts'
import { parseAuthorization, verifySignedRequest } from '../../kernel/signed-request.ts'
import type { Credential, SignedParts } from '../../kernel/signed-request.ts'
import { Counters } from './counters.ts'

export type AuthenticatorOptions = {
  readonly crypto: Pick<Crypto, 'sha256' | 'randomBytes' | 'ed25519'>
  /** Devices whose counters are held at once. One more makes a new nonce, and everybody signs anew. */
  readonly devices?: number
}

/**
 * Says which device signed a request, once per request. One for the hub's HTTP doors; one per
 * connection on the live socket.
 */
export class Authenticator {
  readonly #crypto: AuthenticatorOptions['crypto']
  readonly #counters: Counters
  #nonce: string

  constructor({ crypto, devices = 16_384 }: AuthenticatorOptions) {
    this.#crypto = crypto
    this.#counters = new Counters(devices)
    this.#nonce = newNonce(crypto)
  }

  /** What signatures must cover now. */
  get nonce(): string {
    return this.#nonce
  }

  /** {@link accept} for the value of an `Authorization` header; `SIGNATURE_BAD` when it is malformed. */
  acceptHeader(authorization: string, parts: Omit<SignedParts, 'nonce' | 'counter'>): DeviceId {
    return this.accept(readHeader(authorization), parts)
  }

  /**
   * The device that signed; uses up its counter. Refuses with `STALE_NONCE` (details: the `nonce`
   * that counts) whatever was not signed with the nonce of now, which is what a signature over
   * anything else looks like too, and with `REPLAYED` (details: the `highest` counter seen).
   */
  accept(credential: Credential, parts: Omit<SignedParts, 'nonce' | 'counter'>): DeviceId {
    const device = verifySignedRequest({ ...parts, nonce: this.#nonce }, credential, this.#crypto)
    if (device === null) throw new Refused('STALE_NONCE', { nonce: this.#nonce })
    const counted = this.#counters.accept(device, credential.counter)
    if (counted.outcome === 'used') throw new Refused('REPLAYED', { highest: counted.highest })
    if (counted.outcome === 'full') {
      this.#counters.clear()
      this.#nonce = newNonce(this.#crypto)
      throw new Refused('STALE_NONCE', { nonce: this.#nonce })
    }
    return device
  }
}

function newNonce(crypto: Pick<Crypto, 'randomBytes'>): string {
  return base64url(crypto.randomBytes(16))
}

function readHeader(authorization: string): Credential {
  try {
    return parseAuthorization(authorization)
  } catch (error) {
    if (error instanceof Malformed) throw new Refused('SIGNATURE_BAD')
    throw error
  }
}
