import { render } from 'preact'
import { KitPage } from '../kit-page.tsx'
import type { Scenes } from '../part.ts'

export const scenes: Scenes = { kit: (root) => render(<KitPage />, root) }
