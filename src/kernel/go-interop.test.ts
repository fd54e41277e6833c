import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod/mini'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { temporaryJournal } from '../platform/journal/temporary-journal.ts'
import { base64 } from './bytes.ts'
import { openCheckpoint } from './checkpoint.ts'
import { cosignatureLine, cosignerOf } from './cosignature.ts'
import { encodeEntry } from './entry.ts'
import { parseLogProof, receiptText } from './log-proof.ts'
import { parseVerifier, verifierText } from './note.ts'
import { hashTileBytes, hashTiles, tilePath } from './tiles.ts'
import { consistencyProof, inclusionProof } from './tree.ts'

const GO = '/usr/bin/go'
const GOPATH = '/usr/share/gocode'
const HAS_GO = existsSync(GO) && existsSync(`${GOPATH}/src/golang.org/x/mod/sumdb/tlog/tlog.go`)
const PROGRAM = fileURLToPath(new URL('../../testkit/interop/main.go', import.meta.url))
const CACHE = fileURLToPath(new URL('../../out/go-cache', import.meta.url))
/** The first time Go's packages are compiled, perhaps on a busy machine. */
const WITHIN_MS = 120_000

const Found = z.object({
  SignedBy: z.array(z.string()), Size: z.number(), Times: z.array(z.number()), Records: z.number(), Trees: z.number(),
  TilesRead: z.array(z.string()), Note: z.string(), Verifier: z.string(),
})
const crypto = nodeCrypto()

describe.skipIf(!HAS_GO)('Go\'s own packages for notes and logs', () => {
  it('accept a journal\'s checkpoint, cosignature, tiles and proofs, and make the same proofs from the tiles', () => {
    using made = new MadeLog(700)
    const { Times, TilesRead, Note, Verifier, ...counts } = Found.parse(JSON.parse(askGo(made.given()).stdout))
    expect(counts).toEqual({ SignedBy: [made.logName, 'lectern/witness'], Size: 700, Records: 40, Trees: 7 })
    expect(Times).toEqual([1_795_305_600])
    expect(new Set(TilesRead)).toEqual(new Set(hashTiles(700).map(tilePath)))
    // And the other way round.
    const head = openCheckpoint(Note, parseVerifier(Verifier, crypto), crypto)
    expect(head).toEqual({ origin: 'example.org/go', ...made.head })
  }, WITHIN_MS)

  it.each([
    ['another record', (given: Given): Given => ({ ...given, Records: [...given.Records.slice(1), ''] }), /record 0/],
    ['another checkpoint', (given: Given): Given => ({ ...given, Checkpoint: given.Checkpoint.replace('\n700\n', '\n699\n') }), /signature/],
    ['a bent tile', (given: Given, made: MadeLog): Given => (made.bendTile(), given), /inconsistent tile|another proof/],
  ])('refuse %s', (_, bend, why) => {
    using made = new MadeLog(700)
    expect(askGo(bend(made.given(), made))).toMatchObject({ status: 1, stderr: expect.stringMatching(why) })
  }, WITHIN_MS)
})

/** Bytes in base64, as Go's JSON has them. */
type Given = {
  readonly Folder: string
  readonly Log: string
  readonly Witness: string
  readonly Checkpoint: string
  readonly Records: readonly string[]
  readonly Proofs: ReadonlyArray<readonly string[]>
  readonly Consistency: ReadonlyArray<{ readonly From: number; readonly Root: string; readonly Proof: readonly string[] }>
}

/** A real journal of so many entries, and its tiles in a folder. */
class MadeLog implements Disposable {
  readonly #kept = temporaryJournal()
  readonly #folder = mkdtempSync(join(tmpdir(), 'lectern-tiles-'))
  readonly #size: number
  readonly #roots = new Map<number, Uint8Array>()

  constructor(size: number) {
    this.#size = size
    const { journal } = this.#kept
    const stops = [1, 2, 255, 256, 257, 512, 699, size]
    for (const stop of stops) {
      journal.transact((tx) => {
        for (let n = journal.head().size; n < stop; n += 1) tx.append({ kind: 'test.happened.1', actor: 'test', body: { n, text: 'ö'.repeat(n % 7) } })
      })
      this.#roots.set(stop, journal.head().root)
    }
    for (const tile of hashTiles(size)) {
      const file = join(this.#folder, tilePath(tile))
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, hashTileBytes(tile, journal.node))
    }
  }

  get logName(): string {
    return this.#kept.journal.identity.signer.name
  }

  get head(): { size: number; root: Uint8Array } {
    return this.#kept.journal.head()
  }

  given(): Given {
    const { journal } = this.#kept
    const size = this.#size
    const witness = cosignerOf('lectern/witness', crypto.ed25519.newSecretKey(), crypto)
    const note = journal.checkpoint() ?? ''
    const checkpoint = note + cosignatureLine(note, witness, 1_795_305_600)
    const entries = journal.read(0, 40)
    return {
      Folder: this.#folder, Log: verifierText(journal.identity.signer), Witness: verifierText(witness), Checkpoint: checkpoint,
      Records: entries.map((entry) => base64(encodeEntry(entry))),
      // By way of the text that people are given.
      Proofs: entries.map((entry) => parseLogProof(receiptText(entry, inclusionProof(entry.sequence, size, journal.node, crypto), checkpoint)).hashes.map(base64)),
      Consistency: [...this.#roots].filter(([from]) => from < size)
        .map(([from, root]) => ({ From: from, Root: base64(root), Proof: consistencyProof(from, size, journal.node, crypto).map(base64) })),
    }
  }

  bendTile(): void {
    const [tile] = hashTiles(this.#size)
    if (!tile) throw new Error('a log without tiles')
    writeFileSync(join(this.#folder, tilePath(tile)), hashTileBytes(tile, this.#kept.journal.node).map((byte, at) => (at === 40 ? byte ^ 1 : byte)))
  }

  [Symbol.dispose](): void {
    this.#kept[Symbol.dispose]()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function askGo(given: Given): { status: number | null; stdout: string; stderr: string } {
  mkdirSync(CACHE, { recursive: true })
  const env = { PATH: process.env['PATH'], GOPATH, GO111MODULE: 'off', GOPROXY: 'off', GOCACHE: CACHE, CGO_ENABLED: '0' }
  return spawnSync(GO, ['run', PROGRAM], { env, input: JSON.stringify(given), encoding: 'utf8' })
}
