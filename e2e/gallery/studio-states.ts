import type { Rung, RungCause } from '../../src/kernel/ladder.ts'
import { GuestId, type ItemId, PollId, QuestionId, SeatId, TimerId } from '../../src/kernel/ids.ts'
import { type HubTime, hubTime, MICROS_PER_SECOND, type WallTime } from '../../src/kernel/time.ts'
import { applyRun, beginRun, plannedRun, type RunEvent } from '../../src/features/live/rules/run/run.ts'
import type { Guest } from '../../src/features/live/wire/guests.ts'
import type { LiveNews } from '../../src/features/live/wire/messages.ts'
import type { Plan, PlanItem, Run } from '../../src/features/live/wire/run.ts'
import type { Question } from '../../src/features/live/wire/together.ts'
import type { ClassView, RecordingLamp, RosterLine, SeatKind } from '../../src/features/live/wire/words.ts'
import { fullReport } from '../../src/features/live/screens/report/sample-report.ts'
import { m } from '../../src/words/messages.js'
import { classView } from '../../testkit/class-view.ts'
import { failedCheck, heldRehearsal, runningCheck } from './before-class.ts'
import { slideId } from './drawn-slide.ts'
import type { StudioScene } from './studio-box.ts'

/** Every state of the studio, told by a box that says what a real one would. */

const idOf = (at: number): string => `${'abcdefghijklmnopqrstuvwxyz'[at % 26] ?? 'a'}`.repeat(16)
const ago = (now: HubTime, seconds: number): HubTime => hubTime(now - seconds * MICROS_PER_SECOND)

let items = 0
const item = (title: string, seconds: number, over: Partial<PlanItem> = {}): PlanItem =>
  ({ id: `item_${idOf(items++)}` as ItemId, title, kind: 'talk', seconds, overrun: 'absorb', cues: [], poll: null, music: null, ...over })

const plan: Plan = {
  objective: 'You can loosen a stiff shoulder at your desk in two minutes.',
  items: [
    item('Live check', 45, { kind: 'check', cues: [5, 20, 35].map((at) => ({ at, word: '' })) }),
    item('Slow neck circles', 180, { kind: 'practice' }),
    item('Arms overhead', 180, { kind: 'practice', cues: [{ at: 30, word: 'Lift' }, { at: 90, word: 'Hold' }, { at: 150, word: 'Lower' }], music: 'beat-60', picture: { picture: slideId, as: 'slide' } }),
    item('Seated twist', 240, { kind: 'practice' }),
    item('What pulls most?', 60, { kind: 'poll', poll: { question: 'Where does it pull most?', options: ['Neck', 'Shoulder blade', 'Lower back'] } }),
    item('Question round', 300, { kind: 'questions' }),
    item('Shoulder roll', 240, { kind: 'practice', overrun: 'cut' }),
    item('Close', 120, { kind: 'close', overrun: 'push' }),
  ],
}

/** The run at `now` when these many seconds have gone by in the item at a place. */
function runIn(now: HubTime, place: number, seconds: number, ...more: readonly RunEvent[]): Run {
  const steps = plan.items.slice(1, place + 1)
  let at = now - seconds * MICROS_PER_SECOND - plan.items.slice(0, place).reduce((sum, one) => sum + one.seconds, 0) * MICROS_PER_SECOND
  let run = beginRun(plannedRun(plan), hubTime(at))
  steps.forEach((step, place_) => {
    at += (plan.items[place_]?.seconds ?? 0) * MICROS_PER_SECOND
    run = applyRun(run, { type: 'entered', at: hubTime(at), item: step.id })
  })
  return more.reduce(applyRun, run)
}

const PEOPLE: readonly (readonly [string | null, SeatKind])[] = [
  ['Imani', 'room'], ['Noor', 'room'], ['Ben', 'room'], ['Aiko', 'room'], ['Leyla', 'room'], ['Femi', 'room'], ['Ida', 'room'], [null, 'room'], ['Oskar', 'room'],
  ['Rosa', 'venue'], ['Mateo', 'venue'], ['Lena', 'venue'], [null, 'venue'],
  ['Priya', 'elsewhere'], ['Samuel', 'elsewhere'], ['Tomasz', 'elsewhere'], ['Joan', 'elsewhere'], ['Yuki', 'elsewhere'], ['Amal', 'elsewhere'], ['Kofi', 'elsewhere'], [null, 'elsewhere'],
]
const seat = (at: number) => SeatId.parse(`seat_${idOf(at)}`)

function roster(now: HubTime, over: (name: string | null, at: number) => Partial<RosterLine> = () => ({})): LiveNews {
  return {
    type: 'roster',
    lines: PEOPLE.map(([name, kind], at) => ({
      seat: seat(at), name, kind, headphones: false, link: 'good', linkMs: kind === 'elsewhere' ? 21 + at : 3, cueMs: (kind === 'room' ? 22 : 48) + at,
      videoMs: kind === 'room' ? null : 88 + at, handSince: null, reps: (at * 7) % 10, ready: true, standing: 'welcome', actedAt: ago(now, 20), rung: null, jitterMs: null, prepared: null, ...over(name, at),
    })),
  }
}

const busy = (now: HubTime): LiveNews => roster(now, (name) => {
  switch (name) {
    case 'Priya': return { handSince: ago(now, 34) }
    case 'Joan': return { cueMs: 210 }
    case 'Tomasz': return { link: 'socket', videoMs: null }
    case 'Leyla': return { link: 'gone' }
    case 'Kofi': return { link: 'asleep' }
    case 'Yuki': return { standing: 'muted' }
    case 'Amal': return { standing: 'blocked' }
    default: return {}
  }
})

/** A class whose links differ: what each phone gets, since when and why. */
const ladder = (now: HubTime): LiveNews => roster(now, (name, at) => {
  const on = (rung: Rung, cause: RungCause, seconds: number, way: 'webrtc' | 'hls' | null = 'webrtc'): Partial<RosterLine> =>
    ({ rung: { rung, cause, since: ago(now, seconds), way }, jitterMs: 4 + at, prepared: { have: 5, of: 5 } })
  if (name === 'Joan') return { ...on('audio', 'link', 95), jitterMs: 41, prepared: { have: 3, of: 5 } }
  if (name === 'Tomasz') return { ...on('cues', 'silent', 40, null), link: 'socket' }
  if (name === 'Priya') return { ...on('full', 'blocked', 300, 'hls'), link: 'socket' }
  if (name === 'Mateo' || name === 'Yuki') return on('low', 'link', 20)
  if (name === 'Kofi') return on('still', 'loss', 8)
  return on('full', 'none', 200)
})
const recording = (now: HubTime, over: Partial<RecordingLamp> = {}): LiveNews => ({
  type: 'recording',
  recording: { state: 'on', since: ago(now, 600), keptTo: ago(now, 1.6), why: null, roomForSeconds: 11_400, seconds: 545, tracks: { video: true, audio: true }, ...over },
})
const loudness = (shortTerm: number | null): LiveNews => ({ type: 'loudness', shortTerm, class: { integrated: -262, range: 70 } })
const replayed = {
  recording: { state: 'off', since: hubTime(1), keptTo: hubTime(1), why: null, roomForSeconds: null, seconds: 1312, tracks: { video: true, audio: true } },
  replay: { who: 'class', until: wallEnd(6) }, bytes: 241_000_000,
  gaps: [{ from: at(14, 2), to: at(14, 4.1), why: 'off' }, { from: at(14, 20), to: at(14, 20.1), why: 'recorder-died' }],
} satisfies StudioScene['recorded']
function at(hour: number, minute: number): WallTime {
  return new Date(2026, 10, 22, hour, Math.floor(minute), Math.round((minute % 1) * 60)).getTime() as WallTime
}
/** So many days after the pictures' own day, to its last millisecond. */
function wallEnd(days: number): WallTime {
  return new Date(2026, 10, 22 + days + 1, 23, 59, 59, 999).getTime() as WallTime
}

const question = (at: number, text: string, name: string | null, now: HubTime, over: Partial<Question> = {}): Question =>
  ({ id: QuestionId.parse(`qst_${idOf(at)}`), seat: name === null ? null : seat(14), name, text, at: ago(now, 60 - at), state: 'waiting', ...over })
const questions = (now: HubTime): LiveNews => ({
  type: 'questions',
  questions: [
    question(1, 'Does this also help if the ache is lower down?', 'Samuel', now),
    question(2, 'How often in a day?', null, now),
    question(3, '<b>Can I do it</b> standing?', null, now, { state: 'kept' }),
    question(4, 'Is there a recording?', 'Samuel', now, { state: 'answered' }),
  ],
})

const cueResult: LiveNews = {
  type: 'cue-result',
  result: {
    cue: `cue_${idOf(0)}` as never, pressedAt: hubTime(1), at: hubTime(2), of: 20, played: 20, late: 1, apartMs: 9,
    afterMs: [36, 37, 37, 38, 38, 39, 40, 41, 41, 42, 42, 43, 43, 44, 44, 45, 45, 45, 45, 210], settled: true,
  },
}

const view = (phase: ClassView['phase'], over: Partial<ClassView> = {}): ClassView => classView({
  title: 'Shoulders that stop aching', phase, here: phase === 'draft' ? 0 : 21, objective: plan.objective, beganAt: phase === 'live' ? hubTime(549 * MICROS_PER_SECOND) : null, ...over,
})
const here: LiveNews = { type: 'control', label: 'Laptop', isThis: true }
const live = (told: (now: HubTime) => readonly LiveNews[], over: Partial<StudioScene> = {}): StudioScene =>
  ({ view: view('live'), news: (now) => [here, busy(now), ...told(now)], ...over })
const usual = (now: HubTime): LiveNews[] => [{ type: 'run', run: runIn(now, 2, 221) }, questions(now), cueResult]

const poll = (over: Partial<Extract<LiveNews, { type: 'poll' }>['poll'] & object>): LiveNews => ({
  type: 'poll',
  poll: {
    id: PollId.parse(`poll_${idOf(0)}`), question: 'Where does it pull most?', options: ['Neck', 'Shoulder blade', 'Lower back'], since: hubTime(900 * MICROS_PER_SECOND),
    open: true, shown: false, counts: [4, 9, 2], answered: 15, of: 20, ...over,
  },
})
const tracks = [
  { track: 'beat-60', title: 'Beat, 60 a minute', seconds: null, loops: true, path: '/x', bytes: null, sha256: null },
  { track: 'beat-120', title: 'Beat, 120 a minute', seconds: null, loops: true, path: '/x', bytes: null, sha256: null },
  { track: `trk_${idOf(1)}` as never, title: 'Evening walk', seconds: 204, loops: false, path: '/x', bytes: null, sha256: null },
]
const wall = (day: number): WallTime => Date.UTC(2026, 10, day, 17, 30) as WallTime
const past = [
  { code: 'K7M4QX' as never, title: 'Shoulders that stop aching', beganAt: wall(15), endedAt: wall(15) },
  { code: 'R3T9WX' as never, title: 'A desk that does not hurt', beganAt: wall(8), endedAt: wall(8) },
]

const guest = (at: number, name: string, state: Guest['state'], line: 0 | 1 | null): Guest => ({ id: GuestId.parse(`gst_${idOf(at)}`), seat: seat(at), name, as: 'voice', private: false, state, line })

export const studioScenes: Readonly<Record<string, StudioScene>> = {
  'studio-draft-empty': { view: view('draft', { title: 'Class of 22 November' }), past },
  'studio-draft': { view: view('draft'), draft: { title: 'Shoulders that stop aching', plan }, past },
  'studio-draft-item': { view: view('draft'), draft: { title: 'Shoulders that stop aching', plan }, tracks, press: [() => m.studio_item_edit({ title: 'Arms overhead' })] },
  'studio-draft-poll': { view: view('draft'), draft: { title: 'Shoulders that stop aching', plan }, press: [() => m.studio_item_edit({ title: 'What pulls most?' })] },
  'studio-draft-checking': { view: view('draft'), check: runningCheck },
  'studio-draft-checked': { view: view('draft'), check: failedCheck, rehearsals: [heldRehearsal], press: [m.studio_crew_begin] },
  'studio-draft-import': { view: view('draft'), draft: { title: 'Shoulders that stop aching', plan }, press: [m.studio_import] },
  'studio-lobby': { view: view('lobby'), draft: { title: 'Shoulders that stop aching', plan }, news: (now) => [here, roster(now)] },
  'studio-lobby-countdown': { view: view('lobby', { startsAt: hubTime(1154 * MICROS_PER_SECOND), locked: true }), draft: { title: 'Shoulders that stop aching', plan }, news: (now) => [here, roster(now)], press: [m.studio_stagger_title] },
  'studio-live': live(usual),
  'studio-live-bare': live(() => [], { view: view('live', { here: 0 }), news: () => [here, { type: 'run', run: null }, { type: 'roster', lines: [] }] }),
  'studio-live-plain': live(usual, { plain: true }),
  'studio-live-clock': live((now) => [...usual(now), { type: 'lamps', recordKept: true, media: true, clock: { offMs: -1.3e9, devices: 12, atZero: 1.7e12 } }]),
  'studio-live-held': live((now) => [{ type: 'run', run: runIn(now, 3, 70, { type: 'held', at: now }) }]),
  'studio-live-ended-plan': live((now) => [{ type: 'run', run: runIn(now, 7, 100, { type: 'finished', at: now }) }]),
  'studio-live-old': live(usual, { silent: true }),
  'studio-live-item-open': live(usual, { press: [() => 'Question round'] }),
  'studio-live-insert': live(usual, { press: [m.studio_run_insert] }),
  'studio-check': { view: view('live'), news: (now) => [here, roster(now, (name) => ({ ready: name !== null && name !== 'Ida' })), { type: 'run', run: runIn(now, 0, 31) }] },
  'studio-timer': live(usual, { press: [m.studio_timer] }),
  'studio-timer-runs': live((now) => [
    ...usual(now), { type: 'timer', timer: { id: TimerId.parse(`tmr_${idOf(0)}`), label: 'Hold', line: { length: 60_000_000, position: 0, since: ago(now, 22) } } },
    { type: 'start-result', result: { what: 'timer', id: TimerId.parse(`tmr_${idOf(0)}`), at: now, of: 20, played: 20, apartMs: 5.4 } },
  ]),
  'studio-music': live(usual, { tracks, press: [m.studio_music], afterwards: (now) => [{ type: 'music', music: { id: `mus_${idOf(0)}` as never, track: 'beat-120', title: 'Beat, 120 a minute', loops: true, line: { length: null, position: 0, since: ago(now, 75) } } }] }),
  'studio-poll-write': live(usual, { press: [m.studio_poll] }),
  'studio-poll-open': live((now) => [...usual(now), poll({})]),
  'studio-poll-closed': live((now) => [...usual(now), poll({ open: false, shown: true })]),
  'studio-stage': live((now) => [...usual(now), { type: 'guests', guests: [{ id: GuestId.parse(`gst_${idOf(0)}`), seat: seat(14), name: 'Samuel', as: 'voice', private: false, state: 'asked', line: null }] }], { press: [m.studio_stage] }),
  'studio-stage-on': live((now) => [...usual(now), { type: 'guests', guests: [guest(14, 'Samuel', 'on', 0), guest(16, 'Joan', 'lost', 1), guest(0, 'Imani', 'to-microphone', null)] }]),
  'studio-stage-ask': live(usual, { press: [m.studio_stage, () => m.studio_stage_ask_label({ name: 'Priya' })] }),
  'studio-seat': live(usual, { press: [() => 'Aiko'] }),
  'studio-block': live(usual, { press: [() => 'Aiko', m.studio_block] }),
  'studio-hand-over': live(usual, { press: [m.studio_hand_over, m.studio_ticket_host] }),
  'studio-handed-over': live((now) => [...usual(now), { type: 'control', label: 'Tablet', isThis: false }]),
  'studio-elsewhere': { view: view('live'), news: (now) => [{ type: 'control', label: 'Laptop in the hall', isThis: false }, busy(now), ...usual(now)] },
  'studio-co-host': live(usual, { role: 'co-host' }),
  'studio-technician': live((now) => [...usual(now), ladder(now), recording(now)], { role: 'technician' }),
  'studio-recording-ask': { view: view('lobby'), draft: { title: 'Shoulders that stop aching', plan }, news: (now) => [here, roster(now)], press: [m.recording_yes], recorded: { ...replayed, recording: { ...replayed.recording, state: 'on', keptTo: null, seconds: 0 } } },
  'studio-recording': live((now) => [...usual(now), ladder(now), recording(now), loudness(-310)], { recorded: replayed, press: [m.recording_replay] }),
  'studio-recording-still': live((now) => [...usual(now), ladder(now), recording(now, { state: 'failing', why: 'disk-full', roomForSeconds: 0 })]),
  'studio-rehearsal': live((now) => [...usual(now), ladder(now), recording(now, { state: 'off' }), loudness(-225)], { view: view('live', { rehearsal: true }), press: [() => 'Joan'] }),
  'studio-recorded': { view: view('closed'), figures: { ...fullReport, code: view('closed').code }, recorded: replayed, press: [() => m.recording_gaps({ count: 2 })] },
  'studio-end': live(usual, { press: [m.studio_end] }),
}
