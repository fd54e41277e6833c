import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/capture/screens/replay/replay.css'
import { ReplayPage } from '../../../src/features/capture/screens/replay/replay-page.tsx'
import { drawnBy } from '../part.ts'
import { replayScenes } from '../replay-states.ts'

const acts = { picture: () => undefined, play: () => undefined, goTo: () => undefined, retry: () => undefined }
export const scenes = drawnBy(replayScenes, (root, state) => render(<ReplayPage state={signal(state)} acts={acts} link="http://192.168.4.1:8080/replay/K7M4QX" />, root))
