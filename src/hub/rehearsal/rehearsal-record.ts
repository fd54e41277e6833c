import { keepFile } from '../../features/live/hub/files/keep-file.ts'
import { storedPicture, storedTrack } from '../../features/live/hub/files/file-store.ts'
import { runStep } from '../../features/live/hub/class/class-command.ts'
import { runOf } from '../../features/live/hub/run/run-store.ts'
import { planDraft } from '../../features/live/hub/run/set-plan.ts'
import type { StoredClass } from '../../features/live/hub/store.ts'
import type { Plan } from '../../features/live/wire/run.ts'
import { pictureAdded } from '../../features/live/wire/pictures.ts'
import { trackAdded } from '../../features/live/wire/together-entries.ts'
import { recordPairing } from '../../features/people/hub/pair-device.ts'
import { devices } from '../../features/people/hub/store.ts'
import { newId } from '../../kernel/ids.ts'
import type { DeviceId } from '../../kernel/ids.ts'
import type { Blobs } from '../../platform/blobs.ts'
import type { Query } from '../../platform/sqlite/sql.ts'
import type { FirstRecord } from '../first-record.ts'

/** Where the class to be rehearsed is: the real record and its files. Nothing is written there. */
export type RealBox = { readonly query: Query; readonly blobs: Pick<Blobs, 'get'> }

/**
 * The first entries of a rehearsal: the crew as it is paired, the class under the code it has, so that
 * door sheet and QR hold, and the files its plan names. Nobody's seat, and nothing of other classes.
 */
export async function copyForRehearsal(real: RealBox, stored: StoredClass, record: FirstRecord, blobs: Blobs, actor: DeviceId): Promise<void> {
  record.journal.transact((tx) => {
    for (const { id, label, roles } of devices(real.query)) recordPairing(tx, { device: id, label }, roles, 'ticket')
  })
  const plan = runOf(real.query, stored.id)?.plan
  await copyFiles(real, plan, { ...record, blobs }, actor)
  const make = { type: 'make', id: newId('cls', record.crypto), code: stored.code, title: stored.title } as const
  runStep(record, undefined, make, actor, (id) => (plan ? [planDraft(id, plan, actor)] : []))
}

async function copyFiles({ query, blobs }: RealBox, plan: Plan | undefined, into: FirstRecord & { readonly blobs: Blobs }, actor: DeviceId): Promise<void> {
  const wanted = new Set(plan?.items.flatMap(({ music, picture }) => [music, picture?.picture]))
  for (const id of wanted) {
    if (id === null || id === undefined) continue
    const [track, picture] = [storedTrack(query, id), storedPicture(query, id)]
    const file = track ?? picture
    if (!file) continue // A beat the box makes itself, or a file that is gone: the class itself would do without.
    const given = { title: file.title, content: await blobs.get(file.blob, file.key) }
    const anyNumber = (): undefined => undefined // As many as the plan names.
    if (track) await keepFile(into, { ...given, fact: { id: track.id, kind: trackAdded.kind, body: { track: track.id, type: track.type, ms: track.ms } } }, actor, anyNumber)
    if (picture) {
      const { type, width, height } = picture
      await keepFile(into, { ...given, fact: { id: picture.id, kind: pictureAdded.kind, body: { picture: picture.id, type, width, height } } }, actor, anyNumber)
    }
  }
}
