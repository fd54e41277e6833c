import { Refused } from '../../../../kernel/failures.ts'
import { doneAndKept, running } from './handler.ts'
import type { Handlers } from './handler.ts'

export const runHandlers: Pick<Handlers, 'move-run'> = {
  'move-run'(context, connection, { revision, move }, { n }) {
    const { room, device } = running(connection)
    if (!room.isLive) throw new Refused('CLASS_NOT_LIVE')
    doneAndKept(context, connection, n, room.run.move(device, { revision, move }))
  },
}
