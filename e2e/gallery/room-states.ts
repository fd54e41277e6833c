import { hubTime } from '../../src/kernel/time.ts'
import { ItemId, PollId, TimerId } from '../../src/kernel/ids.ts'
import type { Plan } from '../../src/features/live/wire/run.ts'
import type { Poll } from '../../src/features/live/wire/together.ts'
import type { ClassView } from '../../src/features/live/wire/words.ts'
import { beginRun, plannedRun } from '../../src/features/live/rules/run/run.ts'
import { type RoomState, startRoom } from '../../src/features/live/screens/room/state.ts'
import { drawnPictures, slideId } from './drawn-slide.ts'
import { classView } from '../../testkit/class-view.ts'

/** The room screen in every state. */
const S = 1_000_000
const began = hubTime(60 * S)
const at = (seconds: number) => hubTime(began + seconds * S)
const item = (letter: string, title: string, seconds: number, overrun: 'push' | 'cut' | 'absorb' = 'push'): Plan['items'][number] => ({
  id: ItemId.parse(`item_${letter.repeat(16)}`), title, kind: 'talk', seconds, overrun, cues: [], poll: null, music: null,
})
const plan: Plan = {
  objective: 'Leave with three moves you can do at your desk.',
  items: [item('a', 'Why shoulders ache', 60, 'cut'), item('b', 'Arms overhead', 90), item('c', 'Seated twist', 60)],
}
const run = beginRun(plannedRun(plan), began)
const view = (phase: ClassView['phase'], over: Partial<ClassView> = {}): ClassView => classView({
  title: 'Shoulders that stop aching', phase, objective: plan.objective, here: 22, beganAt: phase === 'live' ? began : null, ...over,
})
const poll: Poll = {
  id: PollId.parse('poll_aaaaaaaaaaaaaaaa'), question: 'Where do you feel it most?', options: ['Neck', 'Between the shoulders', 'Upper arms', 'Nowhere yet'],
  since: at(80), open: true, shown: true, counts: [4, 13, 3, 2], answered: 22, of: 22,
}
const room = (over: Partial<RoomState>): RoomState => ({ ...startRoom('K7M4QX', 'http://192.168.4.1:8080'), ...over })
const now = (over: Partial<RoomState['now']> = {}): RoomState['now'] => ({ ...startRoom('', null).now, run, ...over })
const live = (seconds: number, over: Partial<RoomState['now']> = {}): RoomState => room({ class: view('live'), now: now(over), at: at(seconds) })

export const roomScenes: Readonly<Record<string, RoomState>> = {
  'screen-looking': room({}),
  'screen-unknown': room({ trouble: 'unknown' }),
  'screen-unreachable': room({ trouble: 'unreachable' }),
  'screen-draft': room({ class: view('draft') }),
  'screen-lobby': room({ class: view('lobby', { startsAt: at(275) }), at: at(0) }),
  'screen-lobby-own': room({ class: view('lobby', { objective: '' }), join: null }),
  'screen-lobby-locked': room({ class: view('lobby', { locked: true }), at: at(0) }),
  'screen-live': live(126),
  'screen-live-poll': live(126, { poll }),
  'screen-live-poll-hidden': live(126, { poll: { ...poll, shown: false, counts: null, answered: 9 } }),
  'screen-live-timer': live(126, { timer: { id: TimerId.parse('tmr_aaaaaaaaaaaaaaaa'), label: 'In pairs', line: { length: 180 * S, position: 0, since: at(100) } } }),
  'screen-live-slide': { ...live(126, { run: beginRun(plannedRun({ ...plan, items: plan.items.map((one) => ({ ...one, picture: { picture: slideId, as: 'slide' as const } })) }), began) }), pictures: drawnPictures },
  'screen-live-over': live(163),
  'screen-live-lost': live(140, { staleSeconds: 4 }),
  'screen-live-no-plan': { ...live(451, { run: null }) },
  'screen-over': room({ class: view('closed') }),
}
