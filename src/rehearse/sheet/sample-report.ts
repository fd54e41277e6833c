import type { RehearsalReport } from '../report.ts'
import { judge, passes } from '../thresholds.ts'

/** A rehearsal as it might have been: with all good, or with a break and some of it missed. For tests and pictures of the sheet. */
export function sampleReport({ missed }: { readonly missed: boolean }): RehearsalReport {
  const asked = { learners: 30, seconds: 60, network: 'lan', break: missed ? 'disk' : null, browser: false } as const
  const figures = judge({
    joined: 1, join: 412, 'cues-played': 1, cue: missed ? 96.4 : 34.2, apart: 3.1, 'back-heard': 1, back: 88, sound: 12, picture: 21, lost: 0, freezes: 0, full: 1,
    unrecorded: 0.6, replayed: missed ? null : 1, 'kept-lost': 0, disagrees: missed ? 1 : 0, faults: 0, memory: 312, processor: 0.24, ...(missed ? { 'lamp-off': 1207, 'lamp-on': 826 } : {}),
  }, asked)
  const wave = (second: number, size: number): number => Math.round(size * (1.5 + Math.sin(second / 3)))
  return {
    format: 'lectern-rehearsal/1', passed: passes(figures), startedAt: Date.UTC(2026, 10, 22, 8, 30), asked,
    machine: { cores: 2, busy: missed ? 0.97 : 0.46, lagMs: 1.2, node: 'v26.10.0' }, figures,
    joins: Array.from({ length: asked.learners }, (_, place) => 130 + place * 9),
    cues: Array.from({ length: 29 }, (_, index) => {
      const slow = missed && index > 13 && index < 18 ? 60 : 0
      return { second: 2 + index * 2, p50: 31 + (index % 3) + slow, p95: 34 + (index % 4) * 2 + slow, apart: 2, played: 30, of: 30 }
    }),
    seconds: Array.from({ length: asked.seconds }, (_, index) => ({
      second: index + 1, sound: wave(index, 6), picture: wave(index, 11),
      rungs: index < 2 ? { audio: 12, low: 9, full: 6 } : missed && index > 27 && index < 36 ? { full: 20, low: 7 } : { full: 27 },
    })),
    broken: missed ? { from: 27, to: 31.2 } : null,
    disagreements: missed ? [{ what: 'hands', box: 29, learners: 30 }] : [], faults: [],
  }
}
