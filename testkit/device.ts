import { base64url, utf8 } from '../src/kernel/bytes.ts'
import { deviceIdOf } from '../src/kernel/ids.ts'
import type { DeviceId } from '../src/kernel/ids.ts'
import { formatAuthorization, signRequest } from '../src/kernel/signed-request.ts'
import type { Frame, LiveMessage } from '../src/features/live/wire/messages.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'

const crypto = nodeCrypto()

/** A device key as a page makes one, and what it signs. */
export class Device {
  readonly id: DeviceId
  readonly #secretKey = crypto.ed25519.newSecretKey()
  #counter = 0

  constructor() {
    this.id = deviceIdOf(crypto.ed25519.publicKey(this.#secretKey), crypto)
  }

  /** The `Authorization` of a request, under the hub's nonce. */
  authorize(nonce: string, method: string, path: string, body: Uint8Array): string {
    return formatAuthorization(this.#sign(nonce, method, path, body))
  }

  /** A frame of the live socket under the connection's nonce. Answers its number as well. */
  frame(nonce: string, message: LiveMessage): { readonly text: string; readonly n: number } {
    const m = JSON.stringify(message)
    const { publicKey, counter, signature } = this.#sign(nonce, 'WS', `/api/1/live/${message.type}`, utf8(m))
    const frame: Frame = { m, key: base64url(publicKey), n: counter, s: base64url(signature) }
    return { text: JSON.stringify(frame), n: counter }
  }

  #sign(nonce: string, method: string, path: string, body: Uint8Array) {
    this.#counter += 1
    return signRequest({ nonce, method, path, body, counter: this.#counter }, this.#secretKey, crypto)
  }
}
