import { exportTo } from './control-socket.ts'
import type { ControlAsk, ControlSays } from './control-socket.ts'
import { ExportDesk } from './export-desk.ts'
import { withFolder } from './open-folder.ts'

type Asking = { /** Verifier keys of those that the box is set to ask; they are not asked now. */ readonly witnesses: readonly string[]; readonly passphrase: () => Promise<string | null>; readonly onProgress: (says: ControlSays) => void }

/** Exports from the folder of a box that does not run. Throws `FolderClosed`, `Refused` and `DatabaseFailure`. */
export async function exportFromFolder(data: string, ask: ControlAsk, { witnesses, passphrase, onProgress }: Asking): Promise<ControlSays> {
  return await withFolder(data, passphrase, ({ journal, blobs }) => exportTo(new ExportDesk({ journal, blobs, witnesses, cosign: () => Promise.resolve() }), ask, onProgress))
}
