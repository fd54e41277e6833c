import type { DeviceId } from '../../../kernel/ids.ts'
import type { PeopleDeps } from './deps.ts'
import { recordPairing } from './pair-device.ts'
import type { Paired } from './pair-device.ts'
import type { Guess } from './passphrase-desk.ts'

/** Makes a device a host's by the passphrase. */
export async function signIn(
  deps: Pick<PeopleDeps, 'journal' | 'passphrase' | 'clock' | 'crewChanged'>, pairing: { readonly device: DeviceId; readonly label: string }, guess: Guess,
): Promise<Paired> {
  await deps.passphrase.open(guess, deps.clock.now())
  const paired = deps.journal.transact((tx) => recordPairing(tx, pairing, ['host'], 'passphrase'))
  deps.crewChanged(pairing.device)
  return paired
}
