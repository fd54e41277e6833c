import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { DoorCall } from '../../../../platform/http/mounted.ts'

/** What the doors of music and of pictures share. */
export const RUNS_THE_ROOM = ['host', 'co-host'] as const
/**
 * A page fetches what it needs once, in pieces, and goes on after a broken link; a whole class does so at
 * the same moment, each with its own signature.
 */
export const FILE_LIMIT = { burst: 120, seconds: 60 }
export const ADD_LIMIT = { burst: 12, seconds: 60 }

export function signedBy({ caller }: DoorCall): DeviceId {
  if (caller.device === null) throw new Refused('SIGNATURE_NEEDED')
  return caller.device
}
