import { makeClass } from '../../features/live/hub/class/make-class.ts'
import type { Plan } from '../../features/live/wire/run.ts'
import { makeItYours } from '../../features/live/wire/tour.ts'
import { recordPairing } from '../../features/people/hub/pair-device.ts'
import { placeRefusal } from '../../features/people/rules/passphrase.ts'
import { passphraseChosen } from '../../features/people/wire/entries.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { Refused } from '../../kernel/failures.ts'
import type { DeviceId } from '../../kernel/ids.ts'
import type { HubClock } from '../../platform/clock.ts'
import { dataFolder } from '../../platform/data-folder.ts'
import { mount } from '../../platform/http/mounted.ts'
import type { Mounted } from '../../platform/http/mounted.ts'
import type { Trust } from '../../platform/http/trust.ts'
import { openKeys } from '../../platform/keys/keys.ts'
import type { Timers } from '../../platform/timers.ts'
import { writeFirstRecord } from '../first-record.ts'
import { decideForReal, newMaking } from './tour-folder.ts'

/** What a hub that runs a sample knows of the real thing. */
export type SampleMode = {
  /** The data folder that the real box will have. */
  readonly root: string
  /** Hears the real database's key once that is made, before it is decided that it is real. */
  readonly onPrepared: (databaseKey: Uint8Array) => void
  /** It is decided: this hub is to end, and the real one begins. */
  readonly leave: () => void
}

type Deps = { readonly crypto: Crypto; readonly clock: HubClock; readonly timers: Timers; readonly passphraseWork?: number | undefined }
type Wish = { readonly passphrase: string | null; readonly title: string; readonly plan: Plan; readonly label: string; readonly device: DeviceId; readonly trust: Trust }

/** The answer reaches the page before the box goes. */
const LEAVE_AFTER_MS = 300

/** The tour's door; without a sample it says that there is none. */
export function tourDoors(sample: SampleMode | null, deps: Deps): Mounted[] {
  let isTaken = false
  return [mount(makeItYours, async ({ input, caller }) => {
    if (sample === null) throw new Refused('NO_SAMPLE')
    if (isTaken) throw new Refused('BUSY')
    isTaken = true
    try {
      await makeReal(sample, deps, { ...input, device: caller.device, trust: caller.trust })
    } catch (error) {
      isTaken = false
      throw error
    }
    deps.timers.after(LEAVE_AFTER_MS, () => sample.leave())
    return { prepared: true as const }
  })]
}

/**
 * Makes the real box beside the sample: its own key, wrapped by the passphrase; its record with the
 * asking device as host and the first class. Only when all of that is whole does one step decide.
 */
async function makeReal({ root, onPrepared }: SampleMode, deps: Deps, wish: Wish): Promise<void> {
  const refusal = wish.passphrase === null ? undefined : placeRefusal(wish.trust)
  if (refusal) throw new Refused(refusal)
  const making = newMaking(root)
  const keys = openKeys(dataFolder(making).keys, deps.crypto, deps.passphraseWork)
  const key = keys.create()
  if (wish.passphrase !== null) await keys.choosePassphrase(key, wish.passphrase)
  await writeRecord(dataFolder(making).database, key, deps, wish)
  onPrepared(key)
  decideForReal(root)
}

/** The first entries of the real box. */
function writeRecord(file: string, key: Uint8Array, deps: Deps, wish: Wish): Promise<void> {
  return writeFirstRecord(file, key, deps, (record) => {
    record.journal.transact((tx) => {
      recordPairing(tx, { device: wish.device, label: wish.label }, ['host'], 'ticket')
      if (wish.passphrase !== null) tx.append({ kind: passphraseChosen.kind, actor: wish.device, body: { changed: false } })
    })
    makeClass(record, wish.title, wish.device, wish.plan)
  })
}
