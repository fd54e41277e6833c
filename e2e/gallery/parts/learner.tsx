import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/live/screens/learner/learner.css'
import { LearnerPage } from '../../../src/features/live/screens/learner/learner-page.tsx'
import type { GuestPlace } from '../../../src/features/live/screens/link/guest-place.ts'
import type { LearnerModel } from '../../../src/features/live/screens/learner/model.ts'
import type { LearnerPart } from '../../../src/features/live/screens/learner/parts.ts'
import { step } from '../../../src/features/live/screens/learner/state.ts'
import type { TogetherEvent } from '../../../src/features/live/screens/learner/together.ts'
import { newId } from '../../../src/kernel/ids.ts'
import { hubTime, MICROS_PER_SECOND } from '../../../src/kernel/time.ts'
import { nobleCrypto } from '../../../src/ui/crypto-noble.ts'
import { drawnPictures } from '../drawn-slide.ts'
import { drawTeacher } from '../drawn-teacher.ts'
import { learnerScenes, type Scene } from '../learner-states.ts'
import { drawnBy } from '../part.ts'
import { m } from '../../../src/words/messages.js'
import { button, shows } from '../shows.ts'

/** When classes of the gallery began. */
const BEGAN = 60_000_000

export const scenes = drawnBy(learnerScenes, (root, scene) => drawLearner(root, scene, null))

export async function drawLearner(root: HTMLElement, { state: first, seconds, picture = false, cue, press }: Scene, stage: GuestPlace | null, Part: LearnerPart | null = null): Promise<void> {
  const state = signal(first)
  const tell = (event: Parameters<typeof step>[1]): void => void (state.value = step(state.peek(), event))
  const together = (event: TogetherEvent): void => tell({ type: 'together', event })
  const nothing = (): void => undefined
  const model: LearnerModel = {
    state,
    time: signal(seconds === undefined ? null : hubTime(BEGAN + seconds * MICROS_PER_SECOND)),
    actions: {
      openCode: (code) => tell({ type: 'code-typed', code }),
      retry: nothing,
      wishSeat: (choice) => tell({ type: 'seat-wished', choice }),
      takeSeat: () => tell({ type: 'seat-asked' }),
      changeSeat: (choice) => tell({ type: 'seat-wished', choice }),
      tryCue: () => tell({ type: 'cue-felt', late: false, trial: true }),
      setMuted: (muted) => tell({ type: 'mute', muted }),
      raiseHand: (up) => tell({ type: 'hand', up }),
      confirmRep: () => tell({ type: 'rep' }),
      attachPicture: (element) => {
        if (picture && element !== null) element.srcObject = drawTeacher()
      },
      anotherClass: () => tell({ type: 'another-class' }),
      felt: (item) => together({ type: 'felt', item }),
      answerPoll: (poll, option) => together({ type: 'answered', poll, option }),
      ask: (text, named) => together({ type: 'asked', asked: { id: newId('qst', nobleCrypto()), text, named } }),
      nameMe: (name) => together({ type: 'named', name }),
      comeAgain: nothing,
      bring: () => tell({ type: 'bring', text: '' }),
      isSomebodyElse: () => true,
      become: () => true,
    },
    stage: () => stage,
    files: () => ({ pictures: signal(drawnPictures), ready: signal({ have: 6, of: 8 }) }),
    person: () => new Uint8Array(32),
    // Parts that are drawn ask nothing of a box.
    visitor: () => ({ code: 'K7M4QX', client: undefined as never, secretKey: new Uint8Array(32) }),
    Part,
  }
  if (cue !== undefined) root.classList.add(cue)
  render(<LearnerPage model={model} />, root)
  await shows(root, () => root.querySelector('.screen') !== null)
  if (press === undefined) return
  await shows(root, () => button(root, press()) !== undefined)
  button(root, press())?.click()
  await shows(root, () => root.querySelector('.dialog, textarea') !== null || button(root, m.learner_ask_back()) !== undefined)
}
