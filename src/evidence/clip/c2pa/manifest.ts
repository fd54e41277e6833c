import { encode } from 'cborg'
import { hex } from '../../../kernel/bytes.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { box, zeros } from '../../../media/cmaf/boxes.ts'
import { signDetached } from './cose.ts'
import type { ChainSigner } from './cose.ts'
import { cborBox, hashedPart, superbox } from './jumbf.ts'

/**
 * A C2PA manifest store of one manifest (C2PA 2.x; format and what is in it: docs/protocol/c2pa.md) in the box that media files
 * carry it in. Written twice: first to know its length, which where everything behind it lies depends on, then with the hash.
 */

/** What the manifest says besides the hash of the file. In order; of two with the same label the second has an index. */
export type Assertion = { readonly label: string; readonly data: unknown }
export type Claim = {
  /** Of this file and no other: 16 random bytes. */
  readonly id: Uint8Array
  readonly title: string
  readonly generator: string
  readonly assertions: readonly Assertion[]
}

const HASH_LABEL = 'c2pa.hash.bmff.v3'
const MANIFEST_UUID = Uint8Array.of(0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81)
/** Boxes that the hash is not over: the manifest's own, and those that a tool may write anew. */
const EXCLUSIONS = [{ xpath: '/uuid', data: [{ offset: 8, value: MANIFEST_UUID }] }, { xpath: '/ftyp' }, { xpath: '/mfra' }]

/** The `uuid` box with the manifest store. `hash`: 32 bytes, over the file as {@link FileHash} takes it. */
export function manifestBox(claim: Claim, hash: Uint8Array, signer: ChainSigner, crypto: Pick<Crypto, 'sha256'>): Buffer {
  const name = `urn:c2pa:${uuidText(claim.id)}`
  const assertions = labelled([...claim.assertions, { label: HASH_LABEL, data: { exclusions: EXCLUSIONS, alg: 'sha256', hash, name: 'jumbf manifest' } }])
  const boxes = assertions.map(({ label, data }) => ({ label, bytes: superbox('cbor', label, cborBox(encode(data))) }))
  const body = encode({
    instanceID: `xmp:iid:${uuidText(claim.id)}`,
    claim_generator_info: { name: claim.generator },
    'dc:title': claim.title,
    signature: `self#jumbf=/c2pa/${name}/c2pa.signature`,
    created_assertions: boxes.map(({ label, bytes }) => ({ url: `self#jumbf=c2pa.assertions/${label}`, hash: crypto.sha256(hashedPart(bytes)) })),
    alg: 'sha256',
  })
  const store = superbox('c2pa', 'c2pa', superbox('c2ma', name,
    superbox('c2as', 'c2pa.assertions', ...boxes.map(({ bytes }) => bytes)),
    superbox('c2cl', 'c2pa.claim.v2', cborBox(body)),
    superbox('c2cs', 'c2pa.signature', cborBox(signDetached(body, signer))),
  ))
  // Version and flags, what is in the box, and no offset of another such box.
  return box('uuid', MANIFEST_UUID, zeros(4), Buffer.from('manifest\0', 'latin1'), zeros(8), store)
}

function labelled(assertions: readonly Assertion[]): Assertion[] {
  const seen = new Map<string, number>()
  return assertions.map(({ label, data }) => {
    const index = seen.get(label) ?? 0
    seen.set(label, index + 1)
    return { label: index === 0 ? label : `${label}__${index}`, data }
  })
}

/** RFC 9562, version 4. */
function uuidText(random: Uint8Array): string {
  const bytes = Uint8Array.from(random)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
