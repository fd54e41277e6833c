import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/live/screens/sheet/sheet.css'
import { SheetPage } from '../../../src/features/live/screens/sheet/sheet-page.tsx'
import { drawnBy } from '../part.ts'
import { sheetScenes } from '../sheet-states.ts'

const nothing = async (): Promise<void> => undefined

export const scenes = drawnBy(sheetScenes, (root, { state, notes, keeps }) => {
  const written = signal(notes)
  render(<SheetPage model={{ state: signal(state), notes: written, keeps, note: (change) => { written.value = { ...written.value, ...change } }, look: nothing }} />, root)
})
