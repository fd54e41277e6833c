import { mount } from '../../../../platform/http/mounted.ts'
import type { Mounted } from '../../../../platform/http/mounted.ts'
import * as wire from '../../wire/wall-clock.ts'
import { agreeClock } from './agree-clock.ts'
import type { AgreeClockDeps } from './agree-clock.ts'

export function clockDoor(deps: AgreeClockDeps): Mounted {
  return mount(wire.agreeClock, ({ input, caller }) => agreeClock(deps, input.atZero, caller.device))
}
