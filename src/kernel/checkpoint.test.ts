import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import bad from '../../fixtures/checkpoints/invalid/texts.json' with { type: 'json' }
import good from '../../fixtures/checkpoints/valid/texts.json' with { type: 'json' }
import { nodeCrypto } from '../platform/crypto-node.ts'
import { hex } from './bytes.ts'
import { checkpointText, hubIdOf, hubVerifier, openCheckpoint, originOf, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { Malformed } from './failures.ts'
import { HubId } from './ids.ts'
import { signerOf, signNote } from './note.ts'

const crypto = nodeCrypto()
const secret = crypto.ed25519.newSecretKey()
const publicKey = crypto.ed25519.publicKey(secret)
const log = hubVerifier(publicKey, crypto)
const signer = signerOf(log.name, secret, crypto)

describe('checkpoints', () => {
  it.each(good)('are read: $source', ({ text, origin, size, root }) => {
    const checkpoint = parseCheckpoint(text)
    expect({ ...checkpoint, root: hex(checkpoint.root) }).toEqual({ origin, size, root })
    expect(text.startsWith(checkpointText(checkpoint))).toBe(true)
  })

  it.each(bad)('are refused: $why', ({ text }) => {
    expect(() => parseCheckpoint(text)).toThrow(Malformed)
  })

  it('of a hub name it by its key', () => {
    expect(HubId.safeParse(hubIdOf(publicKey, crypto)).success).toBe(true)
    expect(log.name).toBe(originOf(hubIdOf(publicKey, crypto)))
  })

  it('open to what was signed', () => {
    fc.assert(fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, root) => {
      const opened = openCheckpoint(signCheckpoint({ origin: log.name, size, root }, signer), log, crypto)
      expect(opened).toEqual({ origin: log.name, size, root })
    }), { numRuns: 50 })
  })

  it('are refused when another hub signed, or when they speak of another log', () => {
    const other = crypto.ed25519.newSecretKey()
    const head = { origin: log.name, size: 1, root: new Uint8Array(32) }
    expect(() => openCheckpoint(signCheckpoint(head, signerOf(log.name, other, crypto)), log, crypto)).toThrow(Malformed)
    expect(() => openCheckpoint(signNote(checkpointText({ ...head, origin: 'lectern/hub_zzzzzzzzzzzzzzzz' }), [signer]), log, crypto)).toThrow(Malformed)
  })
})
