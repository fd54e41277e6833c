import type { DeviceId } from '../../../kernel/ids.ts'
import { ROLES } from '../../../kernel/roles.ts'
import type { Role } from '../../../kernel/roles.ts'
import type { PeopleRefusal } from '../wire/refusals.ts'

/** What is known of paired devices: their roles, by id. */
export type Devices = ReadonlyMap<DeviceId, readonly Role[]>

/** Roles a paired device can hold. A learner is whoever has a seat in a class, not a paired device. */
export type PairedRole = Exclude<Role, 'learner'>

export function isPairedRole(role: Role): role is PairedRole {
  return role !== 'learner'
}

/** A device that is paired again keeps what it had. In the order of the roles, each once. */
export function rolesAfterPairing(before: readonly Role[], given: readonly Role[]): Role[] {
  return ROLES.filter((role) => isPairedRole(role) && (before.includes(role) || given.includes(role)))
}

/**
 * Why a device may not be removed; undefined when it may. Somebody must be left who can let others
 * in: the last device that is a host stays.
 */
export function removalRefusal(devices: Devices, device: DeviceId): PeopleRefusal | undefined {
  const roles = devices.get(device)
  if (!roles) return 'DEVICE_UNKNOWN'
  const hosts = [...devices.values()].filter((held) => held.includes('host'))
  return roles.includes('host') && hosts.length === 1 ? 'LAST_HOST_DEVICE' : undefined
}
