import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/privacy/screens/held/held.css'
import '../../../src/features/privacy/screens/crew/crew.css'
import { HoldingsPage } from '../../../src/features/privacy/screens/holdings/holdings-page.tsx'
import { holdingsScenes } from '../holdings-states.ts'
import { drawnBy } from '../part.ts'

const nothing = (): void => undefined

export const scenes = drawnBy(holdingsScenes, (root, { state, open, before, busy, done }) => {
  render(
    <HoldingsPage model={{
      state: signal(state), open: signal(open), before: signal(before), busy: signal(busy), problem: signal(null), done: signal(done()),
      look: () => Promise.resolve(), openClass: nothing, handOut: nothing, askErase: nothing, askForget: nothing, close: nothing, goOn: nothing, dismiss: nothing,
    }} />, root)
})
