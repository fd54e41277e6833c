import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/people/screens/door.css'
import { DoorPage } from '../../../src/features/people/screens/door-page.tsx'
import { doorScenes } from '../door-states.ts'
import { drawnBy } from '../part.ts'

const nothing = (): void => undefined

export const scenes = drawnBy(doorScenes, (root, door) => {
  render(<DoorPage model={{ door: signal(door), look: nothing, unlock: nothing, signIn: nothing, choose: nothing, chooseLater: nothing }} />, root)
})
