import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/privacy/screens/crew/crew.css'
import type { ReviewPart } from '../../../src/features/privacy/screens/review/review-model.ts'
import { ReviewPage } from '../../../src/features/privacy/screens/review/review-page.tsx'
import { ClaimId } from '../../../src/kernel/ids.ts'
import { drawnBy } from '../part.ts'
import { reviewScenes } from '../review-states.ts'

const nothing = (): void => undefined

export const scenes = drawnBy(reviewScenes, (root, { code, state, open, draft, step, notice, playing }) => {
  const model: ReviewPart = {
    code, state: signal(state), open: signal(ClaimId.parse(`clm_${open.repeat(16)}`)), draft: signal(draft), step: signal(step), notice: signal(notice()), problem: signal(null),
    look: () => Promise.resolve(), choose: nothing, change: nothing, goOn: nothing, goBack: nothing, dismiss: nothing,
    visitOf: () => ({ state: signal(playing), picture: nothing, play: nothing, again: nothing }),
  }
  render(<ReviewPage model={model} mayOpenStudio />, root)
})
