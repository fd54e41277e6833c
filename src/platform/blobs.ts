import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { base64url, fromBase64url } from '../kernel/bytes.ts'
import type { BlobRef } from '../kernel/entry.ts'

/**
 * Larger content, each piece sealed with a key of its own (AES-256-GCM, the tag of 16 bytes at its
 * end; a key seals once, so the nonce is all zeros). A blob is named by the SHA-256 of its
 * ciphertext: what an entry commits to. Without its key it is noise, and destroying the key
 * destroys the blob. Format: docs/protocol/data-folder.md.
 */
export type Blobs = {
  /** Durable when it resolves. The key is for the caller to keep, in the database. */
  put(content: Uint8Array): Promise<{ readonly ref: BlobRef; readonly key: Uint8Array }>
  /** Throws {@link BlobDamaged} for one that is gone, was changed, or was sealed with another key. */
  get(ref: BlobRef, key: Uint8Array): Promise<Uint8Array>
  /** One that is gone already is fine. */
  remove(ref: Pick<BlobRef, 'sha256'>): Promise<void>
  /** Removes whatever is not among these: what a crash left between a file and its row. Answers how many. */
  sweep(keep: readonly Pick<BlobRef, 'sha256'>[]): Promise<number>
}

export class BlobDamaged extends Error {
  override readonly name = 'BlobDamaged'

  constructor(ref: BlobRef, cause?: unknown) {
    super(`blob ${ref.sha256}`, { cause })
  }
}

const KEY_BYTES = 32
const TAG_BYTES = 16
const NONCE = Buffer.alloc(12)
const CIPHER = 'aes-256-gcm'

export function openBlobs(folder: string): Blobs {
  /** A blob that is put waits for the broom, which must not take it for a leftover. */
  let swept: Promise<unknown> = Promise.resolve()
  const pathOf = (ref: Pick<BlobRef, 'sha256'>): string => join(folder, Buffer.from(fromBase64url(ref.sha256)).toString('hex'))

  return {
    put: async (content) => {
      const key = new Uint8Array(randomBytes(KEY_BYTES))
      const cipher = createCipheriv(CIPHER, key, NONCE)
      const sealed = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
      const ref: BlobRef = { sha256: hashOf(sealed), bytes: sealed.length }
      await swept
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeDurably(folder, pathOf(ref), sealed)
      return { ref, key }
    },
    get: async (ref, key) => {
      const sealed = await readFile(pathOf(ref)).catch((cause: unknown) => { throw new BlobDamaged(ref, cause) })
      try {
        const decipher = createDecipheriv(CIPHER, key, NONCE)
        decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
        return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]))
      } catch (cause) {
        throw new BlobDamaged(ref, cause)
      }
    },
    remove: (ref) => rm(pathOf(ref), { force: true }),
    sweep: (keep) => {
      const sweeping = sweep(folder, new Set(keep.map(pathOf)))
      swept = sweeping.catch(() => undefined) // Whoever asked for it hears of its failure.
      return sweeping
    },
  }
}

async function sweep(folder: string, kept: ReadonlySet<string>): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const left = (await readdir(folder)).map((name) => join(folder, name)).filter((path) => !kept.has(path))
  for (const path of left) await rm(path, { force: true, recursive: true })
  return left.length
}

function hashOf(bytes: Uint8Array): string {
  return base64url(new Uint8Array(createHash('sha256').update(bytes).digest()))
}

/** Under its name there is the whole of it or nothing, whenever the power goes. What did not fit takes no room. */
async function writeDurably(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.new`
  try {
    await writeWhole(beside, bytes)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined) // Then the next start clears it away.
    throw error
  }
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
