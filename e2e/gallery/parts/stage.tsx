import { GuestPlace } from '../../../src/features/live/screens/link/guest-place.ts'
import type { Guest } from '../../../src/features/live/wire/guests.ts'
import { GuestId, SeatId } from '../../../src/kernel/ids.ts'
import { localMicros, pageTimers } from '../../../src/ui/timers.ts'
import { m } from '../../../src/words/messages.js'
import { learnerScenes } from '../learner-states.ts'
import { drawnBy } from '../part.ts'
import { drawLearner } from './learner.tsx'

type StageScene = {
  readonly guest: Partial<Guest>
  readonly trusted?: false
  /** A button that is pressed, and what the box says after it. */
  readonly press?: () => string
  readonly box?: Partial<Guest> | null
  readonly seat?: 'room'
}

const base: Guest = { id: GuestId.parse('gst_aaaaaaaaaaaaaaaa'), seat: SeatId.parse('seat_aaaaaaaaaaaaaaaa'), name: 'Ana', as: 'voice', private: false, state: 'asked', line: 0 }
const picture: Partial<Guest> = { as: 'picture', line: null }

/** The stage as a learner sees it, from being asked to the end. */
const stageScenes: Readonly<Record<string, StageScene>> = {
  'stage-ask': { guest: {} },
  'stage-ask-picture': { guest: picture },
  'stage-ask-private': { guest: { private: true, line: null } },
  'stage-cannot': { guest: {}, trusted: false },
  'stage-cannot-room': { guest: {}, trusted: false, seat: 'room' },
  'stage-coming': { guest: {}, press: m.stage_yes_voice, box: { state: 'accepted' } },
  'stage-on': { guest: {}, press: m.stage_yes_voice, box: { state: 'on' } },
  'stage-on-picture': { guest: picture, press: m.stage_yes_picture, box: { ...picture, state: 'on' } },
  'stage-lost': { guest: {}, press: m.stage_yes_voice, box: { state: 'lost' } },
  'stage-come-back': { guest: { state: 'lost' } },
  'stage-elsewhere': { guest: { state: 'on' } },
  'stage-over': { guest: {}, press: m.stage_yes_voice, box: null },
}

export const scenes = drawnBy(stageScenes, async (root, { guest, press, seat, box, trusted = true }) => {
  const place = new GuestPlace({
    code: 'K7M4QX', trusted, timers: pageTimers, now: localMicros, random: Math.random, silence: () => undefined,
    client: { call: () => Promise.resolve(undefined as never), signed: () => new Promise(() => undefined) }, // A box that takes every answer and connects nobody.
  })
  place.hear({ ...base, ...guest })
  const scene = seat === 'room' ? learnerScenes['room'] : learnerScenes['plan-practice']
  if (scene === undefined) throw new Error('the learner\'s page has no such state')
  drawLearner(root, scene, place)
  await shows(root, () => root.querySelector('.dialog, .stage-part') !== null)
  if (press === undefined) return
  button(root, press())?.click()
  // The devices are made up, and there at once; the way off the stage shows that they are open.
  await shows(root, () => root.querySelector('.stage-leave') !== null)
  if (box !== undefined) place.hear(box && { ...base, ...box })
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)) })
})

function button(root: HTMLElement, words: string): HTMLButtonElement | undefined {
  return [...root.querySelectorAll('button')].find((one) => one.textContent.includes(words))
}

function shows(root: HTMLElement, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return
      observer.disconnect()
      resolve()
    }
    const observer = new MutationObserver(look)
    observer.observe(root, { childList: true, subtree: true })
    look()
  })
}
