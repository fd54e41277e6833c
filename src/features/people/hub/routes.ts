import { mount } from '../../../platform/http/mounted.ts'
import type { Caller, Mounted } from '../../../platform/http/mounted.ts'
import * as wire from '../wire/routes.ts'
import { choosePassphrase } from './choose-passphrase.ts'
import type { LockedDeps, PeopleDeps } from './deps.ts'
import { listDevices } from './list-devices.ts'
import { makeTicket } from './make-ticket.ts'
import { pairDevice } from './pair-device.ts'
import type { Guess } from './passphrase-desk.ts'
import { removeDevice } from './remove-device.ts'
import { sayHello } from './say-hello.ts'
import { signIn } from './sign-in.ts'
import { unlockBox } from './unlock-box.ts'

/** The doors of a locked box, which an open one has too. */
export function lockedDoors(deps: LockedDeps): Mounted[] {
  const whileLocked = { whileLocked: true }
  return [
    mount(wire.hello, ({ caller }) => sayHello(deps, caller.trust), whileLocked),
    mount(wire.unlock, ({ input, caller }) => unlockBox(deps, guess(input.passphrase, caller)), whileLocked),
  ]
}

/** Every door of this feature, behind its contract. */
export function peopleDoors(deps: PeopleDeps): Mounted[] {
  return [
    ...lockedDoors(deps),
    mount(wire.whoAmI, ({ caller }) => ({ device: caller.device, roles: [...caller.roles] })),
    mount(wire.pairDevice, ({ input, caller }) => pairDevice(deps, { device: caller.device, label: input.label }, input.ticket)),
    mount(wire.signIn, ({ input, caller }) => signIn(deps, { device: caller.device, label: input.label }, guess(input.passphrase, caller))),
    mount(wire.choosePassphrase, ({ input, caller }) => choosePassphrase(deps, caller.device, { ...guess(input.passphrase, caller), current: input.current })),
    mount(wire.makeTicket, ({ input }) => makeTicket(deps, input.roles)),
    mount(wire.listDevices, ({ caller }) => listDevices(deps, caller.device)),
    mount(wire.removeDevice, ({ params, caller }) => removeDevice(deps, caller.device, params.device)),
  ]
}

function guess(passphrase: string, { trust, address }: Caller): Guess {
  return { passphrase, trust, address }
}
