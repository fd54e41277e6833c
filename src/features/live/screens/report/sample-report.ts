import type { ClassCode } from '../../../../kernel/ids.ts'
import { RUNGS } from '../../../../kernel/ladder.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { ClassReport, RungFigures } from '../../wire/words.ts'

const unmeasured = { jitterMs: null, hands: null, reps: null, answers: null, retention: null, rungs: [] }
const stayed = (began: number, at1: number, at3: number, at7: number) => ({ began, at1, at3, at7 })
/** Seconds and falls of the rungs from the best on. */
const rungs = (...rows: readonly (readonly [number, number])[]): RungFigures => rows.flatMap(([seconds, falls], at) => {
  const rung = RUNGS[at]
  return rung === undefined || (seconds === 0 && falls === 0) ? [] : [{ rung, seconds, falls }]
})

/** Reports for tests and pictures. All invented. */
const began = Date.UTC(2026, 10, 20, 14, 0)

export const fullReport: ClassReport = {
  code: 'KFT7W9' as ClassCode,
  title: 'Shoulders that stop aching',
  beganAt: began as WallTime,
  endedAt: (began + 25 * 60_000) as WallTime,
  came: 25, joinTried: 25, joinSucceeded: 24, stayed: 22, ready: 23, cues: 14, hands: 8, reps: 412, guests: 1,
  joinMs: { p50: 410, p95: 820, p99: 2400, count: 24 },
  cueMs: { p50: 49, p95: 66, p99: 246, count: 331 },
  apartMs: { p50: 6, p95: 11, p99: 14, count: 14 },
  startMs: { p50: 5, p95: 9, p99: 9, count: 4 },
  videoMs: { p50: 92, p95: 118, p99: 190, count: 2410 },
  backMs: { p50: 24, p95: 61, p99: 130, count: 420 },
  bySeat: [
    { kind: 'room', came: 10, joinTried: 10, joinSucceeded: 9, cueMs: { p50: 26, p95: 38, p99: 61, count: 126 }, videoMs: null, jitterMs: null, hands: 2, reps: 188, answers: 21, retention: stayed(10, 10, 10, 9), rungs: [] },
    { kind: 'venue', came: 6, joinTried: 6, joinSucceeded: 6, cueMs: { p50: 49, p95: 66, p99: 92, count: 84 }, videoMs: { p50: 88, p95: 104, p99: 140, count: 900 }, jitterMs: { p50: 2, p95: 7, p99: 12, count: 880 }, hands: 1, reps: 104, answers: 18, retention: stayed(6, 6, 6, 6), rungs: rungs([8_400, 0], [480, 2]) },
    { kind: 'elsewhere', came: 9, joinTried: 9, joinSucceeded: 9, cueMs: { p50: 71, p95: 132, p99: 246, count: 121 }, videoMs: { p50: 97, p95: 126, p99: 190, count: 1510 }, jitterMs: { p50: 5, p95: 19, p99: 48, count: 1480 }, hands: 5, reps: 120, answers: 27, retention: stayed(8, 8, 7, 7), rungs: rungs([9_840, 0], [1_680, 4], [360, 2], [600, 2], [180, 1], [60, 0]) },
  ],
  jitterMs: { p50: 4, p95: 16, p99: 41, count: 2360 }, answers: 66, retention: stayed(24, 24, 23, 22), fallbacks: 1,
  rungs: rungs([18_240, 0], [2_160, 6], [360, 2], [600, 2], [180, 1], [60, 0]),
  causes: [{ cause: 'link', seconds: 2_400, falls: 8 }, { cause: 'loss', seconds: 720, falls: 2 }, { cause: 'blocked', seconds: 60, falls: 0 }, { cause: 'silent', seconds: 180, falls: 1 }],
  loudness: { integrated: -234, range: 62 }, recorded: { seconds: 1_476, missing: 24 },
  questions: { asked: 7, answered: 4, kept: 2, hidden: 1 },
  polls: [{ counts: [12, 6, 3], answered: 21 }, { counts: [4, 18], answered: 22 }],
  items: [
    { kind: 'check', planned: 45, ran: 47 }, { kind: 'talk', planned: 480, ran: 610 }, { kind: 'practice', planned: 600, ran: 540 },
    { kind: 'break', planned: 60, ran: null }, { kind: 'questions', planned: 240, ran: 221 }, { kind: 'close', planned: 75, ran: 60 },
  ],
  texts: {
    items: ['Live check', 'Why shoulders ache', 'Three lifts, together', 'Water', 'Your questions', 'One thing for tomorrow'],
    polls: [
      { question: 'Where does it pull?', options: ['In the neck', 'Between the blades', 'Nowhere'] },
      { question: 'Will you do it at your desk?', options: ['Perhaps', 'Yes, at eleven and at four'] },
    ],
  },
}

/** A class to which nobody came, and whose words are gone. */
export const bareReport: ClassReport = {
  ...fullReport,
  title: '', beganAt: null, endedAt: null, came: 0, joinTried: 0, joinSucceeded: 0, stayed: 0, ready: 0, cues: 0, hands: 0, reps: 0, guests: 0,
  joinMs: null, cueMs: null, apartMs: null, startMs: null, videoMs: null, backMs: null, jitterMs: null,
  answers: 0, retention: null, rungs: [], causes: [], fallbacks: 0, loudness: null, recorded: null,
  bySeat: fullReport.bySeat.map(({ kind }) => ({ kind, came: 0, joinTried: 0, joinSucceeded: 0, cueMs: null, videoMs: null, ...unmeasured })),
  questions: { asked: 0, answered: 0, kept: 0, hidden: 0 }, polls: [], items: [], texts: null,
}

/** A class whose kinds of seat are too small to be told apart. */
export const smallReport: ClassReport = { ...fullReport, bySeat: fullReport.bySeat.map((row) => (row.kind === 'venue' ? { ...row, came: 2, ...unmeasured } : row)) }
