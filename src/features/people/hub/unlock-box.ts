import type { LockedDeps } from './deps.ts'
import type { Guess } from './passphrase-desk.ts'

/** Opens a locked box. One that is open answers the same without looking at what was typed. */
export async function unlockBox(deps: Pick<LockedDeps, 'open' | 'passphrase' | 'clock'>, guess: Guess): Promise<{ unlocked: true }> {
  if (deps.open) await deps.open(await deps.passphrase.open(guess, deps.clock.now()))
  return { unlocked: true }
}
