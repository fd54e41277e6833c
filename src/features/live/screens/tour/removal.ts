import type { ReadonlySignal } from '@preact/signals'

/**
 * Where the stop about removal is: before the class is on the record, while its first seconds are kept, once a learner's
 * wish waits for the host, while it is done, and afterwards, with how long it took.
 */
export type RemovalState =
  | { readonly at: 'before' }
  | { readonly at: 'recording'; readonly seconds: number }
  | { readonly at: 'recorded' }
  | { readonly at: 'asked' | 'removing' }
  | { readonly at: 'removed'; readonly ms: number }

/** What the stop can do, over the real doors of the features it shows. Each rejects as a call of the box does. */
export type RemovalDesk = {
  readonly state: ReadonlySignal<RemovalState>
  /** Puts the class on the record, and waits until enough of it is kept. */
  record(code: string): Promise<void>
  /** The learner of that name asks for the last seconds to be removed. */
  ask(code: string, name: string): Promise<void>
  /** The host decides that they are. */
  remove(code: string): Promise<void>
}
