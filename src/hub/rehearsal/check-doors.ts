import { runningClasses } from '../../features/live/hub/store.ts'
import { CHECK_SHEET_DOOR, showCheck, startCheck, stopCheck } from '../../features/live/wire/checks.ts'
import { Refused } from '../../kernel/failures.ts'
import { mount, mountRaw } from '../../platform/http/mounted.ts'
import type { Mounted } from '../../platform/http/mounted.ts'
import type { Journal } from '../../platform/journal/journal.ts'
import type { CheckDesk } from './check-desk.ts'

/** The studio's way to check the box. */
export function checkDoors(desk: CheckDesk, { journal }: { readonly journal: Pick<Journal, 'query'> }): Mounted[] {
  return [
    mount(startCheck, async ({ input }) => {
      if (runningClasses(journal.query).length > 0) throw new Refused('ANOTHER_CLASS_RUNNING')
      return { check: await desk.start(input) }
    }),
    mount(showCheck, () => ({ check: desk.state })),
    mount(stopCheck, () => {
      desk.stop()
      return { check: desk.state }
    }),
    mountRaw({ name: 'check-sheet', method: 'GET', path: CHECK_SHEET_DOOR, who: ['host'], limit: { burst: 20, seconds: 60 }, refusals: ['NO_SHEET'] }, () => {
      if (desk.sheet === null) throw new Refused('NO_SHEET')
      return Promise.resolve(new Response(desk.sheet, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } }))
    }),
  ]
}
