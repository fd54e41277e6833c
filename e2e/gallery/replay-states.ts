import { type ReplayState, startReplay } from '../../src/features/capture/screens/replay/state.ts'

/** The page of a recording in every state. */
const began = Date.UTC(2026, 10, 22, 14, 2, 31)
const told: ReplayState['told'] = { title: 'Shoulders that stop aching', until: Date.UTC(2026, 10, 29, 22, 59), seconds: 640 }
const spans: ReplayState['spans'] = [
  { at: 0, seconds: 312, wall: began }, { at: 312, seconds: 95, wall: began + 400_000 }, { at: 407, seconds: 233, wall: began + 510_000 },
]
const replay = (over: Partial<ReplayState>): ReplayState => ({ ...startReplay('K7M4QX'), ...over })
const refused = (code: string, sentence = ''): ReplayState => replay({ at: 'failed', failure: { why: 'refused', code, sentence } })

export const replayScenes: Readonly<Record<string, ReplayState>> = {
  'replay-opening': replay({}),
  'replay-waiting': replay({ isWaiting: true }),
  'replay-playing': replay({ at: 'playing', told, spans, seen: began + 420_000 }),
  'replay-press': replay({ at: 'playing', told: { ...told, until: null }, spans: spans.slice(0, 1), needsPress: true }),
  'replay-ended': replay({ at: 'playing', told, spans, seen: began + 743_000, hasEnded: true }),
  'replay-not-allowed': refused('REPLAY_NOT_ALLOWED'),
  'replay-nothing': refused('NO_RECORDING'),
}
