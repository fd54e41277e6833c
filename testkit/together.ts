import { ItemId, PollId, TimerId } from '../src/kernel/ids.ts'
import { type HubTime, hubTime } from '../src/kernel/time.ts'
import type { Run, RunItem } from '../src/features/live/wire/run.ts'
import type { Poll, Timer } from '../src/features/live/wire/together.ts'

/** What a class does together, as the box would tell it. All instants on the shared clock. */

const letters = (index: number): string => 'abcdefghij'.charAt(index).repeat(16)
const item = (index: number, over: Partial<RunItem>): RunItem => ({
  id: ItemId.parse(`item_${letters(index)}`), title: 'Arms overhead', kind: 'practice', seconds: 240, overrun: 'push', cues: [], poll: null, music: null,
  state: 'ahead', length: 240_000_000, ran: null, ...over,
} as RunItem)

export const micros = (seconds: number): number => seconds * 1_000_000

/** A run whose second item is on since `since`. */
export function runOf(since: HubTime | null, over: Partial<RunItem> = {}): Run {
  const now = item(1, { state: 'now', ...over })
  return {
    revision: 3, current: 1,
    items: [item(0, { title: 'Are you with us?', kind: 'check', seconds: 45, state: 'done', ran: micros(45) }), now, item(2, { title: 'Seated twist' })],
    line: { length: micros(now.seconds), position: since === null ? micros(100) : 0, since },
  }
}

export const poll = (over: Partial<Poll> = {}): Poll => ({
  id: PollId.parse('poll_aaaaaaaaaaaaaaaa'), question: 'Where do you feel it most?', options: ['Neck', 'Between the shoulders', 'Upper arms', 'Nowhere yet'],
  since: hubTime(0), open: true, shown: false, counts: null, answered: 0, of: 12, ...over,
})

export const timer = (since: HubTime, seconds: number, label = ''): Timer => ({ id: TimerId.parse('tmr_aaaaaaaaaaaaaaaa'), label, line: { length: micros(seconds), position: 0, since } })
