import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/live/screens/report/report.css'
import { ReportPage } from '../../../src/features/live/screens/report/report-page.tsx'
import { drawnBy } from '../part.ts'
import { reportScenes } from '../report-states.ts'

export const scenes = drawnBy(reportScenes, (root, state) => render(<ReportPage state={signal(state)} onRetry={() => undefined} />, root))
