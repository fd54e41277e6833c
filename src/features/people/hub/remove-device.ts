import { Refused } from '../../../kernel/failures.ts'
import { DeviceId } from '../../../kernel/ids.ts'
import { removalRefusal } from '../rules/devices.ts'
import { deviceRemoved } from '../wire/entries.ts'
import type { PeopleDeps } from './deps.ts'
import { devices } from './store.ts'

/** Takes a device's roles away for good; what it signs from now on counts as a stranger's. */
export function removeDevice(deps: Pick<PeopleDeps, 'journal' | 'crewChanged'>, asking: DeviceId, typed: string): { removed: DeviceId } {
  const device = DeviceId.safeParse(typed)
  if (!device.success) throw new Refused('DEVICE_UNKNOWN')
  deps.journal.transact((tx) => {
    const crew = new Map(devices(tx.sql).map(({ id, roles }) => [id, roles]))
    const refusal = removalRefusal(crew, device.data)
    if (refusal) throw new Refused(refusal)
    tx.append({ kind: deviceRemoved.kind, actor: asking, body: { device: device.data } })
  })
  deps.crewChanged(device.data)
  return { removed: device.data }
}
