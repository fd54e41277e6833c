import type { BoxCheck } from '../../src/features/live/wire/checks.ts'
import type { HeldRehearsal } from '../../src/features/live/wire/rehearsal.ts'
import { fullReport } from '../../src/features/live/screens/report/sample-report.ts'
import type { WallTime } from '../../src/kernel/time.ts'

/** What a studio is told of checks and rehearsals. All invented. */
const at = Date.UTC(2026, 10, 22, 13, 2) as WallTime

export const runningCheck: BoxCheck = {
  state: 'running', startedAt: at, asked: { learners: 10, seconds: 30, network: 'wan', language: 'en' }, joined: 10, second: 12, rows: [], sentence: null,
}

export const failedCheck: BoxCheck = {
  ...runningCheck, state: 'failed', second: 30,
  rows: [
    { figure: 'joined', label: 'Learners who came in', value: '100 %', limit: 'at least 100 %', met: true },
    { figure: 'cue', label: 'Cues, press to played', value: '212 ms', limit: 'at most 150 ms', met: false },
    { figure: 'apart', label: 'Cues, first to last device', value: null, limit: 'at most 20 ms', met: false },
  ],
}

export const heldRehearsal: HeldRehearsal = { rehearsal: '0123456789abcdef', endedAt: at, figures: fullReport }
