import { WitnessAsker } from '../features/fleet/hub/ask-witnesses.ts'
import type { Witness } from '../features/fleet/hub/ask-witnesses.ts'
import { checkpointCosigned } from '../features/fleet/wire/entries.ts'
import { openWitness } from '../features/fleet/hub/open-witness.ts'
import { fleetDoors } from '../features/fleet/hub/routes.ts'
import { liveAnswers } from '../features/live/hub/answers.ts'
import type { CoreToFloor } from '../features/live/hub/floor/floor-messages.ts'
import type { ClassPhase } from '../features/live/wire/words.ts'
import type { Crypto } from '../kernel/crypto.ts'
import type { ClassId } from '../kernel/ids.ts'
import type { Verifier } from '../kernel/note.ts'
import type { HubClock } from '../platform/clock.ts'
import type { Mounted } from '../platform/http/mounted.ts'
import { postText } from '../platform/http/post-text.ts'
import type { Journal } from '../platform/journal/journal.ts'
import type { Log } from '../platform/log.ts'
import type { Timers } from '../platform/timers.ts'

export type FleetBase = {
  readonly clock: HubClock
  readonly crypto: Crypto
  readonly timers: Timers
  readonly log: Log
  readonly journal: Journal
  /** None for a box whose record will be thrown away. */
  readonly witnesses: readonly Witness[]
  readonly witnessFor: readonly Verifier[]
}

/** The log to the outside, and this box among others. */
export type FleetCore = {
  readonly doors: readonly Mounted[]
  /** Hears what the floor is told, since a class's phase is in it. */
  onFloor(message: CoreToFloor): void
  /** Asks the witnesses to cosign what there is. */
  ask(): void
  /** Asks them, and resolves once all have answered, or after a few seconds. */
  cosigned(): Promise<void>
  end(): Promise<void>
}

/** The end of a class is followed by its last segments: they are to be under the cosignature too. */
const AFTER_END_MS = 3_000
/** Somebody waits for an export; a box is often without a network. */
const COSIGNED_WITHIN_MS = 5_000

export function openFleet({ clock, crypto, timers, log, journal, witnesses, witnessFor }: FleetBase): FleetCore {
  const cosigner = openWitness(journal, crypto)
  const phases = new Map<ClassId, ClassPhase>()
  const askers = witnesses.map((witness) => new WitnessAsker({ journal, crypto, timers, log, post: postText, onKept: (size, line) => bracket(journal, phases, { size, line }) }, witness))
  const ask = (): void => {
    for (const asker of askers) asker.ask()
  }
  return {
    doors: fleetDoors({ journal, crypto, log, cosigner, wall: clock.wall, logs: witnessFor, seatEntry: liveAnswers(journal.query).seatEntry }),
    onFloor: (message) => {
      if (message.type !== 'class') return
      const { id, phase } = message.class
      if (phases.get(id) === phase) return
      phases.set(id, phase)
      if (phase === 'live') ask()
      if (phase === 'closed') timers.after(AFTER_END_MS, ask)
    },
    ask,
    cosigned: async () => {
      if (askers.length === 0) return
      ask()
      const late = Promise.withResolvers<void>()
      const callOff = timers.after(COSIGNED_WITHIN_MS, late.resolve)
      await Promise.race([Promise.all(askers.map((asker) => asker.idle())), late.promise])
      callOff()
    },
    end: async () => {
      await Promise.all(askers.map((asker) => asker.end()))
    },
  }
}

/** Puts a cosignature on record of every class that is on: what follows there happened after the time in it. */
function bracket(journal: Journal, phases: ReadonlyMap<ClassId, ClassPhase>, body: { readonly size: number; readonly line: string }): void {
  const on = [...phases].filter(([, phase]) => phase === 'lobby' || phase === 'live').map(([classId]) => classId)
  if (on.length > 0) journal.transact((tx) => { for (const classId of on) tx.append({ kind: checkpointCosigned.kind, classId, actor: 'box', body }) })
}
