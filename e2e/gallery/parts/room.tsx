import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/live/screens/room/room.css'
import { RoomPage } from '../../../src/features/live/screens/room/room-page.tsx'
import { drawnBy } from '../part.ts'
import { roomScenes } from '../room-states.ts'

export const scenes = drawnBy(roomScenes, (root, state) => render(<RoomPage state={signal(state)} onRetry={() => undefined} />, root))
