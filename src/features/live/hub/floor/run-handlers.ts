import { Refused } from '../../../../kernel/failures.ts'
import type { Handlers } from './handler.ts'

export const runHandlers: Pick<Handlers, 'move-run'> = {
  'move-run': () => { throw new Refused('NO_PLAN') },
}
