import type { z } from 'zod/mini'
import { type HubTime, MICROS_PER_MS, type WallTime } from '../../../../kernel/time.ts'
import { gapsOf, settledPart } from '../../rules/gaps.ts'
import type { showRecording as route } from '../../wire/routes.ts'
import type { CapturedClass } from '../deps.ts'
import { keptOf, storedRecording } from '../store.ts'
import type { RecordingDeps } from './deps.ts'
import { recordedClass } from './recorded-class.ts'

/** What was recorded of a class, what is missing of it and why, and who may see it. */
export function showRecording({ journal: { query }, clock, findClass, recordings }: RecordingDeps, code: string): z.output<(typeof route)['output']> {
  const { id, phase } = findClass(code)
  const recorded = recordedClass(query, id, clock)
  const gaps = recorded ? gapsOf(isRunning(phase) ? settledPart(recorded, clock.now()) : recorded) : []
  const wallOf = (at: HubTime): WallTime => Math.round(clock.wall() + (at - clock.now()) / MICROS_PER_MS) as WallTime
  return {
    recording: recordings.recording(id),
    replay: storedRecording(query, id).replay,
    bytes: keptOf(query, id, clock).bytes,
    gaps: gaps.map(({ from, to, why }) => ({ from: wallOf(from), to: wallOf(to), why })),
  }
}

function isRunning(phase: CapturedClass['phase']): boolean {
  return phase === 'lobby' || phase === 'live'
}
