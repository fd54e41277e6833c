import { describe, expect, it } from 'vitest'
import refused from '../../../../fixtures/witness/invalid/refused.json' with { type: 'json' }
import valid from '../../../../fixtures/witness/valid/requests.json' with { type: 'json' }
import { memoryLog } from '../../../../testkit/memory-log.ts'
import { parseVerifier } from '../../../kernel/note.ts'
import { nodeCrypto } from '../../../platform/crypto-node.ts'
import { parseAddCheckpoint } from '../wire/add-checkpoint.ts'
import { decideCosigning } from './witness.ts'

const crypto = nodeCrypto()
const log = parseVerifier(valid.log, crypto)
/** The log of the vectors: leaf n is the two bytes of n. */
const tree = memoryLog(Array.from({ length: 300 }, (_, n) => Uint8Array.of(n & 255, n >> 8)))
const decide = (request: string, size: number) =>
  decideCosigning(parseAddCheckpoint(request), [log], () => (size === 0 ? null : { size, root: tree.root(size) }), crypto)

/** Over whole histories and restarts the promise is tried in `hub/cosign-checkpoint.test.ts`. */
describe('a witness', () => {
  it.each(valid.requests)('cosigns $what', ({ request, seen, size }) => {
    expect(decide(request, seen)).toMatchObject({ type: 'cosign', origin: log.name, seen: { size, root: tree.root(size) } })
  })

  it.each(refused.requests)('does not cosign $why', ({ request, seen, refusal }) => {
    const decided = decide(request, seen)
    expect(decided.type === 'refused' ? decided.refusal : decided.type).toBe(refusal)
    if (decided.type === 'conflict') expect(decided.size).toBe(seen)
  })

  it('tells another tree of a size it signed from an asker who does not know that size', () => {
    const splits = refused.requests.filter(({ refusal }) => refusal === 'conflict').map(({ request, seen }) => decide(request, seen))
    expect(splits.map((one) => one.type === 'conflict' && one.isSplit)).toEqual([false, false, true])
  })

  it('knows a log by any of the keys that were named for it', () => {
    const [first] = valid.requests
    const other = { ...log, id: Uint8Array.of(1, 2, 3, 4) }
    expect(decideCosigning(parseAddCheckpoint(first?.request ?? ''), [other, log], () => null, crypto).type).toBe('cosign')
  })
})
