import { Refused } from '../../../kernel/failures.ts'
import type { DeviceId } from '../../../kernel/ids.ts'
import type { Role } from '../../../kernel/roles.ts'
import type { Tx } from '../../../platform/journal/journal.ts'
import { rolesAfterPairing } from '../rules/devices.ts'
import { devicePaired } from '../wire/entries.ts'
import type { PeopleDeps } from './deps.ts'
import { deviceById } from './store.ts'

export type Paired = { readonly device: DeviceId; readonly roles: Role[] }
type Pairing = { readonly device: DeviceId; readonly label: string }

/** Makes a device what its ticket says. */
export function pairDevice(deps: Pick<PeopleDeps, 'journal' | 'tickets' | 'clock' | 'crewChanged'>, pairing: Pairing, ticket: string): Paired {
  const decision = deps.tickets.decide(ticket, pairing.device, deps.clock.now())
  if (!decision.ok) throw new Refused(decision.refusal)
  const paired = deps.journal.transact((tx) => recordPairing(tx, pairing, decision.roles, 'ticket'))
  deps.tickets.use(ticket, pairing.device)
  deps.crewChanged(pairing.device)
  return paired
}

/** Puts a pairing on record; one that changes nothing is not. */
export function recordPairing(tx: Tx, { device, label }: Pairing, given: readonly Role[], by: 'ticket' | 'passphrase'): Paired {
  const before = deviceById(tx.sql, device)
  const roles = rolesAfterPairing(before?.roles ?? [], given)
  const isNew = before === undefined || before.roles.length !== roles.length || before.label !== label
  if (isNew) tx.append({ kind: devicePaired.kind, actor: device, body: { device, roles, by }, private: { label } })
  return { device, roles }
}
