import { z } from 'zod/mini'
import { keepRehearsal } from '../../features/live/hub/rehearsal/keep-rehearsal.ts'
import { HeldRehearsal } from '../../features/live/wire/rehearsal.ts'
import type { LiveDeps } from '../../features/live/hub/deps.ts'
import { ClassCode } from '../../kernel/ids.ts'
import type { Log } from '../../platform/log.ts'

/** What goes from a rehearsal's hub over the supervisor to the real one, as JSON. */
export const RehearsalSheet = z.object({ code: ClassCode, held: HeldRehearsal })
export type RehearsalSheet = z.infer<typeof RehearsalSheet>

/** Puts what a rehearsal left on record; the supervisor keeps it until it hears so, in case this hub dies first. */
function keepSheet(live: Pick<LiveDeps, 'journal'>, { text, onKept }: { readonly text: string; readonly onKept: () => void }): void {
  const { code, held } = RehearsalSheet.parse(JSON.parse(text))
  keepRehearsal(live, code, held)
  onKept()
}

/** A sheet that cannot be kept, now or ever, must not keep the box from starting. */
export function keepSheetIfPossible(live: Pick<LiveDeps, 'journal'>, sheet: Parameters<typeof keepSheet>[1], log: Pick<Log, 'error'>): void {
  try {
    keepSheet(live, sheet)
  } catch (error) {
    log.error('rehearsal.sheet', {}, error)
  }
}
