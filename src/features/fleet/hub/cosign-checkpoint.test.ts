import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryLog } from '../../../../testkit/memory-log.ts'
import type { MemoryLog } from '../../../../testkit/memory-log.ts'
import { signCheckpoint } from '../../../kernel/checkpoint.ts'
import { openCosigned } from '../../../kernel/cosignature.ts'
import { Malformed, Refused } from '../../../kernel/failures.ts'
import { signerOf } from '../../../kernel/note.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { consistencyProof } from '../../../kernel/tree.ts'
import type { Hash } from '../../../kernel/tree.ts'
import { nodeCrypto } from '../../../platform/crypto-node.ts'
import { temporaryJournal } from '../../../platform/journal/temporary-journal.ts'
import { silentLog } from '../../../platform/log.ts'
import { cosignCheckpoint } from './cosign-checkpoint.ts'
import { openWitness } from './open-witness.ts'
import { fleetProjector } from './store.ts'

const crypto = nodeCrypto()
const LARGEST = 20
const FORKED_AT = 8
const leaf = (fork: number) => (_: unknown, n: number) => Uint8Array.of(n < FORKED_AT ? 0 : fork, n)
/** Three histories that one dishonest log tells; they part at the ninth entry. */
const forks = [0, 1, 2].map((fork) => memoryLog(Array.from({ length: LARGEST }, leaf(fork))))
const signer = signerOf('lectern/log', crypto.ed25519.newSecretKey(), crypto)
const note = (log: MemoryLog, size: number) => signCheckpoint({ origin: signer.name, size, root: log.root(size) }, signer)
const fork = (n: number): MemoryLog => forks[n] ?? expect.fail('no such fork')

type Step =
  | { readonly do: 'restart' }
  /** `told`: which size the asker claims was seen; `proofOf`: the history its proof is of. */
  | { readonly do: 'ask'; readonly fork: number; readonly size: number; readonly told: 'seen' | number; readonly proofOf: number; readonly bend: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'restart' }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('ask' as const), fork: fc.nat(2), size: fc.nat(LARGEST),
      told: fc.oneof({ weight: 4, arbitrary: fc.constant('seen' as const) }, fc.nat(LARGEST)), proofOf: fc.nat(2), bend: fc.boolean(),
    }),
  },
)

/**
 * Whatever logs ask, over restarts:
 *
 * 1. Of two trees that were cosigned the smaller is the beginning of the larger.
 * 2. Sizes never go down.
 * 3. Who is honest, and grew out of what was seen, is cosigned.
 */
describe('what a witness cosigned', () => {
  it('is always one history', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) => {
      using kept = temporaryJournal([fleetProjector])
      const cosigned: Array<{ size: number; fork: number }> = []
      const seen = () => cosigned.at(-1) ?? { size: 0, fork: 0 }
      for (const each of steps) {
        if (each.do === 'restart') {
          kept.reopen()
          continue
        }
        const oldSize = each.told === 'seen' ? seen().size : each.told
        if (oldSize > each.size) continue
        const proof = consistencyProof(oldSize, each.size, fork(each.proofOf).read, crypto).map(each.bend ? bent : same)
        const signed = ask(oldSize, proof, note(fork(each.fork), each.size))
        const isHonest = oldSize === seen().size && (!each.bend || proof.length === 0) && each.proofOf === each.fork
          && (seen().size <= FORKED_AT || each.fork === seen().fork)
        if (isHonest) expect(signed).toBe(true)
        if (signed) cosigned.push({ size: each.size, fork: each.fork })
      }
      const sizes = cosigned.map(({ size }) => size)
      expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
      expect(new Set(cosigned.filter(({ size }) => size > FORKED_AT).map((one) => one.fork)).size).toBeLessThanOrEqual(1)

      function ask(oldSize: number, proof: readonly Hash[], checkpoint: string): boolean {
        const answer = attempt(() => cosignCheckpoint(depsOf(kept), { oldSize, proof, checkpoint }))
        if (answer === null) return false
        if ('seenSize' in answer) {
          expect(answer.seenSize).toBe(seen().size)
          return false
        }
        expect(openCosigned(checkpoint + answer.line, signer, [depsOf(kept).cosigner], crypto).cosignatures).toHaveLength(1)
        return true
      }
    }), { numRuns: 60 })
  })

  it('is known after a restart, under the same key and name', () => {
    using kept = temporaryJournal([fleetProjector])
    const { cosigner } = depsOf(kept)
    cosignCheckpoint(depsOf(kept), { oldSize: 0, proof: [], checkpoint: note(fork(0), 9) })
    kept.reopen()
    expect(depsOf(kept).cosigner).toMatchObject({ name: cosigner.name, id: cosigner.id })
    expect(cosigner.name).toMatch(/^lectern\/wit_[a-z2-7]{16}$/)
    expect(cosigner.publicKey).not.toEqual(kept.journal.identity.signer.publicKey)
    expect(cosignCheckpoint(depsOf(kept), { oldSize: 0, proof: [], checkpoint: note(fork(1), 9) })).toEqual({ seenSize: 9 })
  })

  it('is remembered before it is signed: a disk that takes nothing lets nothing be signed', () => {
    using kept = temporaryJournal([fleetProjector])
    const deps = depsOf(kept)
    const failing = { ...deps, journal: { ...deps.journal, transact: () => { throw new Error('disk') } } }
    expect(() => cosignCheckpoint(failing, { oldSize: 0, proof: [], checkpoint: note(fork(0), 9) })).toThrow('disk')
    expect(cosignCheckpoint(deps, { oldSize: 0, proof: [], checkpoint: note(fork(1), 9) })).toHaveProperty('line')
  })

  it('survives a rebuild of the record, of which it is no part', () => {
    using kept = temporaryJournal([fleetProjector])
    cosignCheckpoint(depsOf(kept), { oldSize: 0, proof: [], checkpoint: note(fork(0), 9) })
    kept.reopen([{ ...fleetProjector, version: 2 }]).rebuild()
    expect(cosignCheckpoint(depsOf(kept), { oldSize: 3, proof: [], checkpoint: note(fork(0), 9) })).toEqual({ seenSize: 9 })
    expect(kept.journal.head().size).toBe(0)
  })
})

const depsOf = ({ journal }: { journal: ReturnType<typeof temporaryJournal>['journal'] }) => ({
  journal, crypto, log: silentLog(), wall: () => 1_800_000_000_999 as WallTime, cosigner: openWitness(journal, crypto), logs: [signer],
})
const same = (hash: Hash): Hash => hash
const bent = (hash: Hash): Hash => hash.map((byte, at) => (at === 5 ? byte ^ 1 : byte))

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refused || error instanceof Malformed) return null
    throw error
  }
}
