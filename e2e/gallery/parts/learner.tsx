import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/live/screens/learner/learner.css'
import { LearnerPage } from '../../../src/features/live/screens/learner/learner-page.tsx'
import type { LearnerModel } from '../../../src/features/live/screens/learner/model.ts'
import { step } from '../../../src/features/live/screens/learner/state.ts'
import { drawTeacher } from '../drawn-teacher.ts'
import { learnerScenes, type Scene } from '../learner-states.ts'
import { drawnBy } from '../part.ts'

export const scenes = drawnBy(learnerScenes, show)

function show(root: HTMLElement, { state: first, seconds, picture = false, cue }: Scene): void {
  const state = signal(first)
  const tell = (event: Parameters<typeof step>[1]): void => void (state.value = step(state.peek(), event))
  const nothing = (): void => undefined
  const model: LearnerModel = {
    state,
    seconds: signal(seconds ?? null),
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
    },
    stage: () => null,
  }
  if (cue !== undefined) root.classList.add(cue)
  render(<LearnerPage model={model} />, root)
}
