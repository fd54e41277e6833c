import type { StudioModel } from '../model.ts'
import { RehearsalDesk } from './rehearsal-desk.ts'

/** The desk of one class in this studio. */
export function deskOf({ asking, client }: StudioModel, code: string): RehearsalDesk {
  return new RehearsalDesk({ client, code, ask: (act) => asking.ask(act), reload: () => location.reload() })
}
