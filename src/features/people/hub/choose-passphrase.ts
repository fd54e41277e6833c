import type { DeviceId } from '../../../kernel/ids.ts'
import { passphraseChosen } from '../wire/entries.ts'
import type { PeopleDeps } from './deps.ts'
import type { Guess } from './passphrase-desk.ts'

/**
 * Wraps the database's key by a passphrase. The wrap is on the disk before the entry that tells of
 * it: after a crash between the two the passphrase holds and only its record is missing.
 */
export async function choosePassphrase(
  deps: Pick<PeopleDeps, 'journal' | 'passphrase' | 'clock' | 'databaseKey'>, device: DeviceId, chosen: Guess & { readonly current: string | undefined },
): Promise<{ passphraseSet: true }> {
  const changed = await deps.passphrase.choose(deps.databaseKey(), chosen, deps.clock.now())
  deps.journal.transact((tx) => void tx.append({ kind: passphraseChosen.kind, actor: device, body: { changed } }))
  return { passphraseSet: true }
}
