import { Refused } from '../../../kernel/failures.ts'
import { placeRefusal } from '../rules/passphrase.ts'
import type { LockedDeps } from './deps.ts'
import type { Guess } from './passphrase-desk.ts'

/**
 * Opens a locked box. One that is open answers the same without looking at what was typed; but where
 * none may be typed, both say so.
 */
export async function unlockBox(deps: Pick<LockedDeps, 'open' | 'passphrase' | 'clock'>, guess: Guess): Promise<{ unlocked: true }> {
  const refusal = placeRefusal(guess.trust)
  if (refusal) throw new Refused(refusal)
  if (deps.open) await deps.open(await deps.passphrase.open(guess, deps.clock.now()))
  return { unlocked: true }
}
