import { classView } from '../../testkit/class-view.ts'
import { fullReport } from '../../src/features/live/screens/report/sample-report.ts'
import type { RemovalState } from '../../src/features/live/screens/tour/removal.ts'
import type { Making, StopId } from '../../src/features/live/screens/tour/tour-model.ts'
import type { ClassPhase, ClassReport, CueResult } from '../../src/features/live/wire/words.ts'
import type { ChokedLink } from '../../src/features/live/screens/tour/choked-link.ts'
import { CueId, SeatId } from '../../src/kernel/ids.ts'
import { hubTime } from '../../src/kernel/time.ts'

/** The tour as it stands at one moment. */
export type TourScene = {
  readonly stop: StopId
  readonly begun?: boolean
  readonly phase?: ClassPhase
  readonly cue?: CueResult
  readonly address?: string
  readonly report?: ClassReport
  readonly making?: Making
  readonly problem?: true
  readonly mayType?: boolean
  readonly choked?: ChokedLink
  readonly removal?: RemovalState
}

const ADA = SeatId.parse('seat_aaaaaaaaaaaaaaaa')
const measured: CueResult = {
  cue: CueId.parse('cue_aaaaaaaaaaaaaaaa'), pressedAt: hubTime(0), at: hubTime(36_000), of: 3, played: 3, late: 0, apartMs: 7, afterMs: [38, 41, 45], settled: true,
}

export const tourScenes: Readonly<Record<string, TourScene>> = {
  'tour-welcome': { stop: 'cue' },
  'tour-welcome-no-network': { stop: 'cue', address: 'http://localhost:8080' },
  'tour-cue': { stop: 'cue', begun: true },
  'tour-cue-waiting': { stop: 'cue', begun: true, cue: { ...measured, played: 0, apartMs: null, afterMs: [], settled: false } },
  'tour-cue-measured': { stop: 'cue', begun: true, cue: measured },
  'tour-cue-alone': { stop: 'cue', begun: true, cue: { ...measured, of: 2, played: 1, apartMs: 0, afterMs: [41] } },
  'tour-choke': { stop: 'choke', begun: true },
  'tour-choked': { stop: 'choke', begun: true, cue: measured, choked: { seat: ADA, name: 'Ada', at: hubTime(0), lowest: 'audio', downMs: 640, liftedAt: null, upMs: null } },
  'tour-choke-over': { stop: 'choke', begun: true, cue: measured, choked: { seat: ADA, name: 'Ada', at: hubTime(0), lowest: 'audio', downMs: 640, liftedAt: hubTime(1), upMs: 3210 } },
  'tour-removal': { stop: 'removal', begun: true },
  'tour-removal-asked': { stop: 'removal', begun: true, removal: { at: 'asked' } },
  'tour-removal-done': { stop: 'removal', begun: true, removal: { at: 'removed', ms: 640 } },
  'tour-end': { stop: 'report', begun: true, cue: measured },
  'tour-report': { stop: 'report', begun: true, phase: 'closed', report: fullReport },
  'tour-yours': { stop: 'yours', phase: 'closed' },
  'tour-yours-plain': { stop: 'yours', phase: 'closed', mayType: false },
  'tour-yours-refused': { stop: 'yours', phase: 'closed', problem: true },
  'tour-preparing': { stop: 'yours', phase: 'closed', making: 'preparing' },
  'tour-changing': { stop: 'yours', phase: 'closed', making: 'changing' },
}

export const sampleView = (phase: ClassPhase = 'live') => classView({ phase, title: 'Shoulders that stop aching', sample: true })
