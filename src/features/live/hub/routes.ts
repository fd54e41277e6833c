import { mount } from '../../../platform/http/mounted.ts'
import type { Mounted } from '../../../platform/http/mounted.ts'
import * as guest from '../wire/guests.ts'
import * as wire from '../wire/routes.ts'
import { beginClass } from './class/begin-class.ts'
import { changeSeat } from './seats/change-seat.ts'
import { chooseProgramme } from './media/choose-programme.ts'
import type { LiveDeps } from './deps.ts'
import { endClass } from './class/end-class.ts'
import { answerInvitation } from './guests/answer-invitation.ts'
import { endGuest, leaveStage } from './guests/end-guest.ts'
import { inviteGuest } from './guests/invite-guest.ts'
import { lookUpClass } from './class/look-up-class.ts'
import { makeClass } from './class/make-class.ts'
import { makeStreamKey } from './media/make-stream-key.ts'
import { mediaDoors } from './media/media-doors.ts'
import type { MediaDoorDeps } from './media/media-doors.ts'
import { openLobby } from './class/open-lobby.ts'
import { renameClass } from './class/rename-class.ts'
import { setPublisherClock } from './media/set-publisher-clock.ts'
import { showFigures } from './report/show-figures.ts'
import { showStudio } from './show-studio.ts'
import type { StudioFacts } from './show-studio.ts'
import { classPlan } from './run/class-plan.ts'
import { setPlan } from './run/set-plan.ts'
import { setDoor } from './class/set-door.ts'
import { setStanding } from './seats/set-standing.ts'
import { setStart } from './class/set-start.ts'
import { takeSeat } from './seats/take-seat.ts'
import type { FileDeps } from './files/deps.ts'
import { pictureDoors } from './files/pictures/picture-doors.ts'
import { trackDoors } from './files/tracks/track-doors.ts'

/** Every door of this feature, behind its contract. */
export function liveDoors(deps: LiveDeps & StudioFacts & MediaDoorDeps & FileDeps): Mounted[] {
  return [
    mount(wire.lookUpClass, ({ params }) => ({ class: lookUpClass(deps, params.code) })),
    mount(wire.takeSeat, ({ params, input, caller }) => takeSeat(deps, { device: caller.device, code: params.code, choice: input.choice }, input.name)),
    mount(wire.changeSeat, ({ params, input, caller }) => changeSeat(deps, caller.device, params.code, input.choice)),
    mount(wire.studio, () => showStudio(deps)),
    mount(wire.makeClass, ({ input, caller }) => ({ class: makeClass(deps, input.title, caller.device, input.plan) })),
    mount(wire.classPlan, ({ params }) => classPlan(deps, params.code)),
    mount(wire.setPlan, ({ params, input, caller }) => ({ class: setPlan(deps, params.code, input.plan, caller.device) })),
    mount(wire.renameClass, ({ params, input, caller }) => ({ class: renameClass(deps, params.code, input.title, caller.device) })),
    mount(wire.openLobby, ({ params, caller }) => ({ class: openLobby(deps, params.code, caller.device) })),
    mount(wire.beginClass, ({ params, input, caller }) => ({ class: beginClass(deps, params.code, caller.device, input.stagger) })),
    mount(wire.setStart, ({ params, input, caller }) => ({ class: setStart(deps, params.code, input.inSeconds, caller.device) })),
    mount(wire.setDoor, ({ params, input, caller }) => ({ class: setDoor(deps, params.code, input.locked, caller.device) })),
    mount(wire.setStanding, ({ params, input, caller }) => setStanding(deps, { code: params.code, seat: params.seat, standing: input.standing }, caller.device)),
    mount(wire.endClass, async ({ params, caller }) => ({ class: await endClass(deps, params.code, caller.device) })),
    mount(wire.chooseProgramme, ({ params, input }) => ({ class: chooseProgramme(deps, params.code, input.publisher) })),
    mount(wire.setPublisherClock, ({ params, input, caller }) => ({ publisher: setPublisherClock(deps, { code: params.code, publisher: params.publisher, device: caller.device }, input.offset) })),
    mount(wire.makeStreamKey, ({ params }) => makeStreamKey(deps, params.code)),
    mount(wire.classFigures, ({ params, caller }) => showFigures(deps, params.code, caller.roles)),
    mount(guest.inviteGuest, ({ params, input }) => ({ guest: inviteGuest(deps, params.code, input) })),
    mount(guest.answerInvitation, ({ params, input, caller }) => ({ guest: answerInvitation(deps, caller.device, params.code, input) })),
    mount(guest.leaveStage, ({ params, caller }) => ({ left: leaveStage(deps, caller.device, params.code) })),
    mount(guest.endGuest, ({ params }) => ({ ended: endGuest(deps, params.code, params.guest) })),
    ...trackDoors(deps),
    ...pictureDoors(deps),
    ...mediaDoors(deps),
  ]
}
