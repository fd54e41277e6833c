import type { Afterlife, DisputeWindow } from '../wire/words.ts'

/**
 * The life of a class after its end: running, contestable, settled, forgotten.
 *
 * 1. `running` until its end, whatever its window is.
 * 2. `contestable` exactly while removal can be asked for after its end; `settled` from then on.
 * 3. `forgotten` is the last, from wherever it was over, and never left.
 */
export function afterlife({ hasEnded, isForgotten, window }: { readonly hasEnded: boolean; readonly isForgotten: boolean; readonly window: Pick<DisputeWindow, 'state'> }): Afterlife {
  if (isForgotten) return 'forgotten'
  if (!hasEnded) return 'running'
  return window.state === 'open' ? 'contestable' : 'settled'
}
