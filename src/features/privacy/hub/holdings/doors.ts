import { mount } from '../../../../platform/http/mounted.ts'
import type { Mounted } from '../../../../platform/http/mounted.ts'
import * as wire from '../../wire/routes.ts'
import type { HoldingsDeps } from './deps.ts'
import { erasePerson } from './erase-person.ts'
import { forgetClass } from './forget-class.ts'
import { listPeople } from './list-people.ts'
import { showHoldings } from './show-holdings.ts'
import { showMine, showPerson } from './show-person.ts'

/** The doors of what this box holds. */
export function holdingsDoors(deps: HoldingsDeps): Mounted[] {
  return [
    mount(wire.showHoldings, () => showHoldings(deps)),
    mount(wire.listPeople, ({ params }) => listPeople(deps, params.code)),
    mount(wire.showPerson, ({ params }) => showPerson(deps, params.code, params.person)),
    mount(wire.showMine, ({ params, caller }) => showMine(deps, params.code, caller.device)),
    mount(wire.erasePerson, ({ params, caller }) => erasePerson(deps, params.code, params.person, caller.device)),
    mount(wire.forgetClass, ({ params, caller }) => forgetClass(deps, params.code, caller.device)),
  ]
}
