import { GuestPlace } from '../../../src/features/live/screens/link/guest-place.ts'
import { localMicros, pageTimers } from '../../../src/ui/timers.ts'
import { learnerScenes } from '../learner-states.ts'
import { drawnBy } from '../part.ts'
import { invitation, stageScenes } from '../stage-states.ts'
import { button, shows } from '../shows.ts'
import { drawLearner } from './learner.tsx'

export function invitedPlace(trusted = true): GuestPlace {
  return new GuestPlace({
    code: 'K7M4QX', trusted, timers: pageTimers, now: localMicros, random: Math.random, silence: () => undefined,
    client: { call: () => Promise.resolve(undefined as never), signed: () => new Promise(() => undefined) }, // A box that takes every answer and connects nobody.
  })
}

export const scenes = drawnBy(stageScenes, async (root, { guest, press, seat, box, trusted = true }) => {
  const place = invitedPlace(trusted)
  place.hear({ ...invitation, ...guest })
  const scene = seat === 'room' ? learnerScenes['room'] : learnerScenes['plan-practice']
  if (scene === undefined) throw new Error('the learner\'s page has no such state')
  await drawLearner(root, scene, place)
  await shows(root, () => root.querySelector('.dialog, .stage-part') !== null)
  if (press === undefined) return
  button(root, press())?.click()
  // The devices are made up, and there at once; the way off the stage shows that they are open.
  await shows(root, () => root.querySelector('.stage-leave') !== null)
  if (box !== undefined) place.hear(box && { ...invitation, ...box })
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)) })
})
