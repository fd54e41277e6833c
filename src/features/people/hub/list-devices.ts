import type { DeviceId } from '../../../kernel/ids.ts'
import type { Role } from '../../../kernel/roles.ts'
import type { WallTime } from '../../../kernel/time.ts'
import type { PeopleDeps } from './deps.ts'
import { devices } from './store.ts'

type Listed = { device: DeviceId; label: string; roles: Role[]; pairedAt: WallTime; isThis: boolean }

/** Every paired device, first paired first. */
export function listDevices({ journal }: Pick<PeopleDeps, 'journal'>, asking: DeviceId): { devices: Listed[] } {
  return {
    devices: devices(journal.query).map(({ id, label, roles, pairedAt }) => ({ device: id, label, roles: [...roles], pairedAt, isThis: id === asking })),
  }
}
