import { bareReport, fullReport } from '../../src/features/live/screens/report/sample-report.ts'
import type { ReportState } from '../../src/features/live/screens/report/report-page.tsx'

const few = fullReport.bySeat.map((row) => (row.kind === 'elsewhere' ? row : { ...row, came: 0, joinTried: 0, joinSucceeded: 0, cueMs: null, videoMs: null }))

const unmeasured = { retention: null, rungs: [], causes: [], fallbacks: 0, jitterMs: null, loudness: null, recorded: null }

/** A class's report, full, small and hardly measured, late, empty and not to be had. */
export const reportScenes: Readonly<Record<string, ReportState>> = {
  'report-full': { at: 'report', report: fullReport },
  'report-small': { at: 'report', report: { ...fullReport, ...unmeasured, came: 3, joinTried: 3, joinSucceeded: 3, stayed: 3, ready: 2, bySeat: few.map((row) => (row.kind === 'elsewhere' ? { ...row, came: 3, joinTried: 3, joinSucceeded: 3 } : row)), items: [], texts: null, cueMs: { p50: 180, p95: 390, p99: 900, count: 12 } } },
  'report-large': { at: 'report', report: { ...fullReport, came: 200, joinTried: 203, joinSucceeded: 200, stayed: 181, ready: 190 } },
  'report-nobody': { at: 'report', report: { ...bareReport, title: 'Shoulders that stop aching', beganAt: fullReport.beganAt, endedAt: fullReport.endedAt } },
  'report-refused': { at: 'refused', sentence: 'No class has this code.' },
}
