import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { initSync, WasmBuilder } from '@contentauth/c2pa-wasm'
import { chainSigner, newAuthority } from '../../src/evidence/clip/authority.ts'
import { signDetached } from '../../src/evidence/clip/c2pa/cose.ts'
import type { HubId } from '../../src/kernel/ids.ts'
import { nodeCrypto } from '../../src/platform/crypto-node.ts'
import { filmOf } from './film.ts'

/** The same film, which lies there already, signed by the library, and what that cost. The signature box has the length that it reserves. */
const [folder = ''] = process.argv.slice(2)
const crypto = nodeCrypto()
const signer = chainSigner(newAuthority('hub_aaaaaaaaaaaaaaaa' as HubId, crypto), crypto)

/** Of a browser's files what the library reads: stretches of bytes. */
class Bytes extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super([])
    this.#bytes = bytes
  }

  override get size(): number {
    return this.#bytes.length
  }

  override slice(from?: number, to?: number): Blob {
    return new Bytes(this.#bytes.subarray(from, to))
  }

  copy(): ArrayBuffer {
    return this.#bytes.slice().buffer
  }
}

Object.assign(globalThis, { FileReaderSync: class { readAsArrayBuffer(bytes: Bytes): ArrayBuffer { return bytes.copy() } } })
initSync({ module: readFileSync(createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm')) })

const begun = performance.now()
const source = new Bytes(new Uint8Array(readFileSync(filmOf(folder))))
const builder = WasmBuilder.fromJson(JSON.stringify({
  claim_generator_info: [{ name: 'Lectern' }], title: 'AAAAAA.mp4', format: 'video/mp4',
  assertions: [{ label: 'c2pa.actions.v2', data: { actions: [{ action: 'c2pa.created', digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture' }] } }],
}))
const signed = await builder.sign({ alg: 'ed25519', reserveSize: signDetached(new Uint8Array(0), signer).length, sign: (bytes) => Promise.resolve(new Uint8Array(signDetached(bytes, signer))) }, [], 'video/mp4', source)
writeFileSync(join(folder, 'library.mp4'), signed)
process.stdout.write(JSON.stringify({ seconds: (performance.now() - begun) / 1000, peak: process.resourceUsage().maxRSS / 1000 }))
