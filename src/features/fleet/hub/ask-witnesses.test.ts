import { describe, expect, it } from 'vitest'
import { openCosigned } from '../../../kernel/cosignature.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { Refused } from '../../../kernel/failures.ts'
import { nodeCrypto } from '../../../platform/crypto-node.ts'
import { handTimer, temporaryJournal } from '../../../platform/journal/temporary-journal.ts'
import type { TemporaryJournal } from '../../../platform/journal/temporary-journal.ts'
import { statusOfRefusal } from '../../../platform/http/refusals.ts'
import { silentLog } from '../../../platform/log.ts'
import { parseAddCheckpoint, SIZE_TYPE, sizeText } from '../wire/add-checkpoint.ts'
import { WitnessAsker } from './ask-witnesses.ts'
import type { Post } from './ask-witnesses.ts'
import { cosignCheckpoint } from './cosign-checkpoint.ts'
import { openWitness } from './open-witness.ts'
import { fleetProjector } from './store.ts'

const crypto = nodeCrypto()

/** Two boxes: one whose log is to be witnessed, and its witness, with a line between them that can be cut. */
class TwoBoxes implements Disposable {
  readonly log: TemporaryJournal
  readonly witness: TemporaryJournal
  readonly timer = handTimer()
  readonly warned: string[] = []
  posts = 0
  isCut = false
  /** Replaces what the witness answers. */
  tampers: (text: string) => string = (text) => text
  /** The witness answers everything with this as the size it saw. */
  refusesWith: string | undefined
  asker: WitnessAsker

  constructor() {
    this.log = temporaryJournal()
    this.witness = temporaryJournal([fleetProjector])
    this.asker = this.#newAsker()
  }

  get cosigner() {
    return openWitness(this.witness.journal, crypto)
  }

  add(entries: number): void {
    for (let n = 0; n < entries; n += 1) this.log.journal.transact((tx) => tx.append({ kind: 'test.happened.1', actor: 'test', body: {} }))
  }

  async ask(): Promise<void> {
    this.asker.ask()
    await this.asker.idle()
  }

  restartLog(): void {
    this.log.reopen()
    this.asker = this.#newAsker()
  }

  readonly kept: number[] = []

  cosignedAt(size: number): readonly number[] {
    const { journal } = this.log
    return openCosigned(journal.cosigned(size) ?? '', journal.identity.signer, [this.cosigner], crypto).cosignatures.map(({ at }) => at)
  }

  [Symbol.dispose](): void {
    this.log[Symbol.dispose]()
    this.witness[Symbol.dispose]()
  }

  #newAsker(): WitnessAsker {
    const log = { ...silentLog(), warn: (_: string, __: unknown, error: unknown) => void this.warned.push(error instanceof Error ? error.message : '') }
    return new WitnessAsker({ journal: this.log.journal, crypto, timers: this.timer, log, post: this.#post, onKept: (size) => this.kept.push(size) }, { key: this.cosigner, url: 'http://witness/w' })
  }

  readonly #post: Post = async (url, body) => {
    this.posts += 1
    expect(url).toBe('http://witness/w/add-checkpoint')
    if (this.isCut) throw new Error('cut')
    if (this.refusesWith !== undefined) return { status: 409, type: SIZE_TYPE, text: this.refusesWith }
    const { journal } = this.witness
    const deps = { journal, crypto, log: silentLog(), wall: () => 1_800_000_000_500 as WallTime, cosigner: this.cosigner, logs: [this.log.journal.identity.signer] }
    try {
      const answer = cosignCheckpoint(deps, parseAddCheckpoint(body))
      return 'line' in answer
        ? { status: 200, type: 'text/plain', text: this.tampers(answer.line) }
        : { status: 409, type: SIZE_TYPE, text: this.tampers(sizeText(answer.seenSize)) }
    } catch (error) {
      if (error instanceof Refused) return { status: statusOfRefusal(error.code), type: 'application/json', text: '{}' }
      throw error
    }
  }
}

describe('a box that asks its witness', () => {
  it('has its newest checkpoint cosigned, and each time only what is new', async () => {
    using boxes = new TwoBoxes()
    await boxes.ask()
    expect(boxes.posts).toBe(0)
    for (const entries of [1, 6, 300]) {
      boxes.add(entries)
      await boxes.ask()
      expect(boxes.cosignedAt(boxes.log.journal.head().size)).toEqual([1_800_000_000_000])
    }
    await boxes.ask()
    expect(boxes.posts).toBe(3)
    expect(boxes.kept).toEqual([1, 7, 307])
    expect([boxes.cosignedAt(1), boxes.cosignedAt(2), boxes.cosignedAt(7)]).toEqual([[1_800_000_000_000], [], [1_800_000_000_000]])
    expect(boxes.log.journal.checkpoint()).not.toContain('wit_')
  })

  it('goes on from there after a restart of either', async () => {
    using boxes = new TwoBoxes()
    boxes.add(3)
    await boxes.ask()
    boxes.restartLog()
    boxes.witness.reopen()
    boxes.add(2)
    await boxes.ask()
    expect([boxes.cosignedAt(5).length, boxes.posts, boxes.warned]).toEqual([1, 2, []])
  })

  it('that was not heard the last time learns what its witness saw, and asks once more', async () => {
    using boxes = new TwoBoxes()
    boxes.add(3)
    boxes.tampers = () => { throw new Error('lost on the way back') }
    await boxes.ask()
    boxes.tampers = (text) => text
    boxes.add(1)
    await boxes.ask()
    expect([boxes.posts, boxes.cosignedAt(4).length]).toEqual([3, 1])
  })

  it('tries again by itself while the line is cut, in longer and longer waits, and then no more', async () => {
    using boxes = new TwoBoxes()
    boxes.add(1)
    boxes.isCut = true
    await boxes.ask()
    const waits: number[] = []
    while (boxes.timer.pending.length > 0) {
      waits.push(...boxes.timer.pending)
      boxes.timer.fire()
      await boxes.asker.idle()
    }
    expect([waits, boxes.posts]).toEqual([[5_000, 30_000, 120_000, 600_000, 1_800_000], 6])
    boxes.isCut = false
    await boxes.ask()
    expect(boxes.cosignedAt(1)).toHaveLength(1)
  })

  it('has one question under way, and after it one more for what came meanwhile', async () => {
    using boxes = new TwoBoxes()
    boxes.add(1)
    boxes.asker.ask()
    boxes.add(1)
    boxes.asker.ask()
    boxes.asker.ask()
    await boxes.asker.idle()
    expect([boxes.posts, boxes.cosignedAt(2).length]).toEqual([2, 1])
  })

  it.each([
    ['nothing', ''], ['another text', 'yes\n'], ['a line of a stranger', '\u2014 lectern/stranger AAAAAAAAAAAAAAAA\n'],
  ])('keeps no answer that is %s', async (_, answer) => {
    using boxes = new TwoBoxes()
    boxes.add(1)
    boxes.tampers = () => answer
    await boxes.ask()
    expect([boxes.cosignedAt(1), boxes.warned.length]).toEqual([[], 1])
  })

  it('keeps no line whose signature is bad', async () => {
    using boxes = new TwoBoxes()
    boxes.add(1)
    boxes.tampers = (line) => line.replace(/.{8}\n$/, 'AAAAAA==\n')
    await boxes.ask()
    expect([boxes.cosignedAt(1), boxes.warned]).toEqual([[], ['malformed note: a bad signature']])
  })

  it.each([
    ['was rolled back', 3, '9\n', 'the witness has seen 9 entries, there are 3'],
    ['shows another tree of a size that was seen', 3, '0\n', 'the witness has seen another tree of this size'],
    ['asks a witness that knows no number', 3, 'many\n', 'malformed tree size'],
  ])('that %s is not cosigned, and the log says why', async (_, entries, answer, why) => {
    using boxes = new TwoBoxes()
    boxes.add(entries)
    boxes.refusesWith = answer
    await boxes.ask()
    expect([boxes.warned, boxes.cosignedAt(entries)]).toEqual([[why], []])
  })

  it('asks no more once it ended', async () => {
    using boxes = new TwoBoxes()
    boxes.add(1)
    boxes.isCut = true
    await boxes.ask()
    await boxes.asker.end()
    await boxes.ask()
    expect([boxes.posts, boxes.timer.pending]).toEqual([1, []])
  })
})
