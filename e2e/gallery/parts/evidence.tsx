import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/evidence/screens/bundle.css'
import { BundlePage } from '../../../src/evidence/screens/bundle-page.tsx'
import { evidenceScenes } from '../evidence-states.ts'
import { drawnBy } from '../part.ts'

const later = (): Promise<void> => Promise.resolve()

export const scenes = drawnBy(evidenceScenes, (root, state) => {
  render(<BundlePage state={signal(state)} acts={{ typeKey: () => undefined, bringAlong: later, choose: later, check: later }} />, root)
})
