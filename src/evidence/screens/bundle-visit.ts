import { type ReadonlySignal, signal } from '@preact/signals'
import type { Crypto } from '../../kernel/crypto.ts'
import { Malformed } from '../../kernel/failures.ts'
import { parseVerifier } from '../../kernel/note.ts'
import type { Verifier } from '../../kernel/note.ts'
import type { Step } from '../verify/finding.ts'
import type { Digest } from '../verify/steps/segments.ts'
import { verifyBundle } from '../verify/verify-bundle.ts'
import type { Verdict } from '../verify/verify-bundle.ts'
import { chosenBundle } from './chosen-files.ts'
import type { ChosenFile } from './chosen-files.ts'

export type BundleState = {
  /** `empty`: no bundle among what was chosen; `failed`: it could not be read, for `reason`. */
  readonly at: 'choose' | 'reading' | 'checking' | 'done' | 'empty' | 'failed'
  readonly step: Step
  /** Of a long step, how much is done: 0 to 1. */
  readonly share: number
  readonly verdict: Verdict | null
  readonly reason: string
  /** As typed; `wrong`: it is no verifier key. */
  readonly key: string
  readonly keyIsWrong: boolean
  /** Names of the receipts and checkpoints that were brought along. */
  readonly seen: readonly string[]
}

export const NOTHING_CHOSEN: BundleState = { at: 'choose', step: 'format', share: 0, verdict: null, reason: '', key: '', keyIsWrong: false, seen: [] }

/** One look at one bundle. It asks nobody: everything it needs is in the files that were chosen. */
export class BundleVisit {
  readonly #crypto: Crypto
  readonly #digest: Digest | undefined
  readonly #state = signal<BundleState>(NOTHING_CHOSEN)
  #chosen: readonly ChosenFile[] = []
  #seen: readonly { readonly name: string; readonly text: string }[] = []
  /** What was begun last; an earlier look that comes to its end later says nothing. */
  #look = 0

  /** `digest`: the browser's own SHA-256, where there is one. */
  constructor(crypto: Crypto, digest?: Digest) {
    this.#crypto = crypto
    this.#digest = digest
  }

  get state(): ReadonlySignal<BundleState> {
    return this.#state
  }

  typeKey(key: string): void {
    this.#tell({ key, keyIsWrong: false })
  }

  /** Receipts and checkpoints that were kept from before. What was checked already is checked again. */
  async bringAlong(files: readonly File[]): Promise<void> {
    await this.#guarded(async () => {
      this.#seen = await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })))
      this.#tell({ seen: this.#seen.map(({ name }) => name) })
    })
    if (this.#chosen.length > 0) await this.check()
  }

  /** Takes what was chosen, as soon as it can be looked into, and checks it. */
  async choose(files: Promise<readonly ChosenFile[]> | readonly ChosenFile[]): Promise<void> {
    this.#tell({ at: 'reading', verdict: null })
    await this.#guarded(async () => { this.#chosen = await files })
    if (this.#state.value.at === 'reading') await this.check()
  }

  async check(): Promise<void> {
    const look = (this.#look += 1)
    const keys = this.#keys()
    if (keys === null) return this.#tell({ keyIsWrong: true, at: 'choose' })
    const bundle = chosenBundle(this.#chosen)
    if (bundle === null) return this.#tell({ at: 'empty', verdict: null })
    this.#tell({ at: 'checking', step: 'format', share: 0, verdict: null })
    await this.#guarded(async () => {
      const verdict = await verifyBundle(bundle, { keys, seen: this.#seen }, this.#crypto, {
        digest: this.#digest,
        onStep: (step, share) => {
          if (look === this.#look) this.#tell({ step, share })
        },
      })
      if (look === this.#look) this.#tell({ at: 'done', verdict })
    })
  }

  /** Null when what stands there is none; no key is fine. */
  #keys(): Verifier[] | null {
    const typed = this.#state.value.key.trim()
    if (typed === '') return []
    try {
      return [parseVerifier(typed, this.#crypto)]
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return null
    }
  }

  /** A browser says no to a file in many ways; the person is told which. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#tell({ at: 'failed', reason: error instanceof Error ? error.message : String(error) })
    }
  }

  #tell(change: Partial<BundleState>): void {
    this.#state.value = { ...this.#state.value, ...change }
  }
}
