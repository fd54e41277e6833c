import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/privacy/screens/consent/consent.css'
import '../../../src/features/privacy/screens/crew/crew.css'
import { noticeWords } from '../../../src/features/privacy/screens/consent/notice.ts'
import { DeskPage } from '../../../src/features/privacy/screens/desk-consent/desk-page.tsx'
import { deskScenes } from '../desk-states.ts'
import { drawnBy } from '../part.ts'

const nothing = (): void => undefined
const promised = (): Promise<void> => Promise.resolve()

export const scenes = drawnBy(deskScenes, (root, { state, draft, isPressed, takingBack, done }) => {
  render(
    <DeskPage mayOpenStudio address="http://192.168.4.1:8080" model={{
      code: 'K7M4QX', words: noticeWords(), state: signal(state), draft: signal(draft), isPressed: signal(isPressed), busy: signal(false), takingBack: signal(takingBack), done: signal(done()), problem: signal(null),
      look: promised, change: nothing, edit: nothing, clear: nothing, say: promised, askTakeBack: nothing, takeBack: promised, dismiss: nothing,
    }} />, root)
})
