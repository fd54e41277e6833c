import { parseCheckpoint } from '../../../kernel/checkpoint.ts'
import { cosignaturesIn } from '../../../kernel/cosignature.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { parseNote } from '../../../kernel/note.ts'
import type { Verifier } from '../../../kernel/note.ts'
import { consistencyProof } from '../../../kernel/tree.ts'
import type { Journal } from '../../../platform/journal/journal.ts'
import type { Log } from '../../../platform/log.ts'
import type { Timers } from '../../../platform/timers.ts'
import { addCheckpointText, parseSizeText, SIZE_TYPE } from '../wire/add-checkpoint.ts'

/** A witness of this box's log: its key, and the address below which its `add-checkpoint` lies. */
export type Witness = { readonly key: Verifier; readonly url: string }
/** Posts a text; rejects when nothing came back in time, or too much. */
export type Post = (url: string, body: string, signal: AbortSignal) => Promise<{ readonly status: number; readonly type: string; readonly text: string }>

export type AskDeps = {
  readonly journal: Pick<Journal, 'checkpoint' | 'node' | 'keepCosignature' | 'cosignedUpTo'>
  readonly crypto: Crypto
  readonly timers: Timers
  readonly log: Log
  readonly post: Post
  /** A cosignature is kept: its line under the checkpoint of that size. */
  readonly onKept: (size: number, line: string) => void
}

/** After these waits it is tried again; then not before the next occasion. A box is often without a network for hours. */
const RETRY_MS = [5_000, 30_000, 120_000, 600_000, 1_800_000]
/** A witness may have seen more than this box remembers asking for; it says so, and is asked once more. */
const ROUNDS = 2

/** One per witness. Whatever fails is logged; nobody waits for it. */
export class WitnessAsker {
  readonly #deps: AskDeps
  readonly #witness: Witness
  readonly #ended = new AbortController()
  #seenSize: number
  #running: Promise<void> | undefined
  #isAskedAgain = false
  #tries = 0
  #callOff: (() => void) | undefined

  constructor(deps: AskDeps, witness: Witness) {
    this.#deps = deps
    this.#witness = witness
    this.#seenSize = deps.journal.cosignedUpTo(witness.key.name, witness.key.id)
  }

  /** Wants the newest checkpoint cosigned, soon. */
  ask(): void {
    if (this.#ended.signal.aborted) return
    this.#tries = 0
    this.#callOff?.()
    if (this.#running) this.#isAskedAgain = true
    else this.#start()
  }

  /** Resolves when nothing is under way; for the end, and for tests. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async end(): Promise<void> {
    this.#ended.abort()
    this.#callOff?.()
    await this.idle()
  }

  #start(): void {
    this.#running = this.#attempt().finally(() => {
      this.#running = undefined
      if (!this.#isAskedAgain || this.#ended.signal.aborted) return
      this.#isAskedAgain = false
      this.#start()
    })
  }

  async #attempt(): Promise<void> {
    const { log, timers } = this.#deps
    const witness = this.#witness.key.name
    try {
      await this.#cosign()
    } catch (error) {
      if (this.#ended.signal.aborted) return
      const wait = RETRY_MS[this.#tries]
      this.#tries += 1
      log.warn('witness.failed', { witness, again: wait !== undefined }, error)
      if (wait !== undefined && !this.#isAskedAgain) this.#callOff = timers.after(wait, () => this.#start())
    }
  }

  async #cosign(): Promise<void> {
    const { journal, crypto, log, post, onKept } = this.#deps
    const { key, url } = this.#witness
    const note = journal.checkpoint()
    if (note === undefined) return
    const { size } = parseCheckpoint(parseNote(note).text)
    if (journal.cosignedUpTo(key.name, key.id) === size) return
    for (let round = 0; round < ROUNDS; round += 1) {
      const oldSize = this.#seenSize
      // A witness that has seen more than there is was shown another log under this key, or this one was rolled back.
      if (oldSize > size) throw new Error(`the witness has seen ${oldSize} entries, there are ${size}`)
      const body = addCheckpointText({ oldSize, proof: consistencyProof(oldSize, size, journal.node, crypto), checkpoint: note })
      const { status, type, text } = await post(`${url}/add-checkpoint`, body, this.#ended.signal)
      if (status === 200) {
        const lines = cosignaturesIn(text, note, [key], crypto)
        if (lines.length === 0) throw new Error('an answer without a signature of the key that was named')
        for (const { line } of lines) {
          journal.keepCosignature(size, { name: key.name, keyId: key.id, line })
          onKept(size, line)
        }
        this.#seenSize = size
        log.info('witness.cosigned', { witness: key.name, size })
        return
      }
      if (status !== 409 || !type.startsWith(SIZE_TYPE)) throw new Error(`the witness answered ${status}`)
      this.#seenSize = parseSizeText(text)
      if (this.#seenSize === oldSize) throw new Error('the witness has seen another tree of this size')
    }
    throw new Error('the witness names another size each time')
  }
}
