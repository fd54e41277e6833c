import { ClassCode, QuestionId, SeatId } from '../../src/kernel/ids.ts'
import { hubTime } from '../../src/kernel/time.ts'
import type { ClassView, LinkRung, SeatChoice } from '../../src/features/live/wire/words.ts'
import { type LearnerEvent, type LearnerState, type LinkReading, type MediaReading, startState, step } from '../../src/features/live/screens/learner/state.ts'
import { classView } from '../../testkit/class-view.ts'
import { m } from '../../src/words/messages.js'
import { writePlace } from '../../src/features/live/rules/place.ts'
import { nobleCrypto } from '../../src/ui/crypto-noble.ts'
import { poll, runOf, timer } from '../../testkit/together.ts'
import { overlayId, slideId } from './drawn-slide.ts'
import { hears, question, together } from './together-states.ts'

/** Every state of the learner's page, reached by the events that lead there. */

export type Scene = {
  readonly state: LearnerState
  readonly seconds?: number
  readonly picture?: boolean
  /** The class that the player of cues would put on the page. */
  readonly cue?: 'is-cue' | 'cue-fall'
  /** With less motion. */
  readonly still?: true
  /** The words of a button that is pressed first. */
  readonly press?: () => string
}

const code = ClassCode.parse('K7M4QX')
const seat = SeatId.parse('seat_aaaaaaaaaaaaaaaa')
const at = hubTime(60_000_000)
const view = (phase: ClassView['phase']): ClassView => classView({
  title: 'Shoulders that stop aching',
  phase,
  beganAt: phase === 'lobby' || phase === 'draft' ? null : at,
  here: 11,
})

const room: SeatChoice = { kind: 'room', headphones: false }
const elsewhere: SeatChoice = { kind: 'elsewhere', headphones: false }
const good: LinkReading = { state: 'good', roundTripMs: 31, clockErrorMs: 2.6 }
const lost: LinkReading = { ...good, state: 'lost' }
const playing: MediaReading = { picture: 'playing', small: false, sound: 'playing', undecodable: false }
const able = { vibration: true, staysAwake: true }

function reach(...events: readonly LearnerEvent[]): LearnerState {
  return events.reduce(step, startState(null, null, able))
}
const found = (phase: ClassView['phase']): LearnerEvent[] => [{ type: 'code-typed', code }, { type: 'class-found', class: view(phase) }]
const seated = (phase: ClassView['phase'], choice: SeatChoice, ...events: readonly LearnerEvent[]): LearnerState =>
  reach(...found(phase), { type: 'seat-wished', choice }, { type: 'seat-asked' }, { type: 'seat-given', seat, class: view(phase), choice, at }, { type: 'link', link: good }, ...events)
const media = (reading: Partial<MediaReading>): LearnerEvent => ({ type: 'media', media: { ...playing, ...reading } })
const stands = (rung: Partial<LinkRung>): LearnerEvent => ({ type: 'rung', rung: { rung: 'full', cause: 'none', since: at, way: 'webrtc', ...rung } })
const reps = (count: number): LearnerEvent[] => Array.from({ length: count }, () => ({ type: 'rep' }) as const)
const told: LearnerEvent = { type: 'rep-told', count: 6 }
const inClass = (...events: readonly LearnerEvent[]): LearnerState => seated('live', elsewhere, media({}), stands({}), ...reps(6), told, ...events)
const inRoom = (...events: readonly LearnerEvent[]): LearnerState => seated('live', room, ...reps(6), told, ...events)

const recorded: LearnerEvent = { type: 'class', class: { ...view('live'), recorded: true }, at }

/** The class is at this second in each picture of it. */
const NOW = 451
const ago = (seconds: number) => hubTime(at + (NOW - seconds) * 1_000_000)
const item2 = runOf(null).items[1]?.id
if (item2 === undefined) throw new Error('a run of three')
const answered: LearnerEvent[] = [together({ type: 'answered', poll: poll().id, option: 1 }), together({ type: 'told', answer: { type: 'answer-poll', poll: poll().id, option: 1, at } })]
const objective = 'You can loosen your shoulders at your desk in four minutes.'
const opening = (over: Partial<ClassView>): LearnerEvent => ({ type: 'class', class: { ...view('lobby'), objective, ...over }, at })

const late: readonly LearnerEvent[] = Array.from({ length: 12 }, (_, cue) => ({ type: 'cue-felt', late: cue === 3, trial: false }) as const)

export const learnerScenes: Readonly<Record<string, Scene>> = {
  code: { state: reach() },
  'code-unknown': { state: reach({ type: 'code-typed', code: 'K7N4QX' }, { type: 'refused', code: 'CLASS_UNKNOWN' }) },
  looking: { state: reach({ type: 'code-typed', code }) },
  unreachable: { state: reach({ type: 'code-typed', code }, { type: 'unreachable' }) },
  locked: { state: reach({ type: 'code-typed', code }, { type: 'refused', code: 'HUB_LOCKED' }) },
  'not-open': { state: reach(...found('draft')) },
  seat: { state: reach(...found('lobby')) },
  'seat-room': { state: reach(...found('lobby'), { type: 'seat-wished', choice: room }) },
  'seat-full': { state: reach(...found('live'), { type: 'seat-wished', choice: elsewhere }, { type: 'seat-asked' }, { type: 'refused', code: 'ROOM_FULL' }) },
  'lobby-arriving': { state: seated('lobby', elsewhere, { type: 'link', link: { state: 'arriving', roundTripMs: null, clockErrorMs: null } }) },
  lobby: { state: seated('lobby', elsewhere, { type: 'cue-felt', late: false, trial: true }) },
  'lobby-room': { state: { ...seated('lobby', room), abilities: { vibration: false, staysAwake: false } } },
  live: { state: inClass({ type: 'hand', up: true }, { type: 'hand-told', up: true }), seconds: 451, picture: true },
  'live-cue': { state: inClass(), seconds: 452, picture: true, cue: 'is-cue' },
  'live-fall': { state: inClass(), seconds: 452, picture: true, cue: 'cue-fall' },
  'live-small': { state: inClass(stands({ rung: 'low', cause: 'link' })), seconds: 451, picture: true },
  'live-paused': { state: inClass(media({ picture: 'stalled' }), stands({ rung: 'audio', cause: 'link' })), seconds: 451, picture: true },
  'live-late': { state: inClass(stands({ way: 'hls' }), recorded), seconds: 451, picture: true },
  'live-why': { state: inClass(media({ picture: 'stalled' }), stands({ rung: 'audio', cause: 'link' }), recorded), seconds: 451, picture: true, press: m.learner_link_paused },
  'live-no-sound-yet': { state: inClass(media({ sound: 'needs-press' })), seconds: 9, picture: true },
  'live-undecodable': { state: inClass(media({ picture: 'none', undecodable: true }), stands({ rung: 'audio', cause: 'source' })), seconds: 451 },
  'live-arriving': { state: seated('live', elsewhere, { type: 'link', link: { state: 'arriving', roundTripMs: null, clockErrorMs: null } }), seconds: 3 },
  'live-lost': { state: inClass({ type: 'link', link: lost }, media({ picture: 'none', sound: 'none' }), { type: 'rep' }, { type: 'hand', up: true }), seconds: 470 },
  room: { state: inRoom(), seconds: 451 },
  'room-cue': { state: inRoom(), seconds: 452, cue: 'is-cue' },
  'room-less-motion': { state: { ...inRoom(), abilities: { vibration: false, staysAwake: true } }, seconds: 452, cue: 'is-cue', still: true },
  'room-lost': { state: inRoom({ type: 'link', link: lost }), seconds: 480 },
  'lobby-countdown': { state: seated('lobby', elsewhere, opening({ startsAt: ago(-220) })), seconds: NOW },
  'lobby-admitted-next': { state: seated('lobby', elsewhere, opening({ phase: 'live', beganAt: ago(4), admitAt: { room: ago(4), venue: ago(-6), elsewhere: ago(-16) } })), seconds: NOW },
  'plan-practice': { state: inClass(hears({ run: runOf(ago(216)) })), seconds: NOW, picture: true },
  'plan-over': { state: inClass(hears({ run: runOf(ago(252)) })), seconds: NOW, picture: true },
  'plan-held': { state: inClass(hears({ run: runOf(null, { kind: 'talk', title: 'Why it aches' }) })), seconds: NOW, picture: true },
  'plan-timer': { state: inClass(hears({ run: runOf(ago(100)), timer: timer(ago(18), 60, 'Plank') })), seconds: NOW, picture: true },
  'plan-questions': { state: inClass(hears({ run: runOf(ago(100), { kind: 'questions', title: 'Question round' }) })), seconds: NOW, picture: true },
  'plan-stale': { state: inClass(hears({ run: runOf(ago(216)), staleSeconds: 7 }), { type: 'link', link: lost }, media({ picture: 'none', sound: 'none' })), seconds: NOW },
  'plan-room': { state: inRoom(hears({ run: runOf(ago(216)) })), seconds: NOW },
  'plan-room-word': { state: inRoom(hears({ run: runOf(ago(216)) }), together({ type: 'cue-ahead', word: 'Lift' })), seconds: NOW, cue: 'is-cue' },
  'slide': { state: inClass(hears({ run: runOf(ago(100), { title: 'Knee over heel', picture: { picture: slideId, as: 'slide' } }) })), seconds: NOW, picture: true },
  'slide-overlay': { state: inClass(hears({ run: runOf(ago(100), { title: 'Look here', picture: { picture: overlayId, as: 'overlay' } }) })), seconds: NOW, picture: true },
  'slide-room': { state: inRoom(hears({ run: runOf(ago(100), { title: 'Knee over heel', picture: { picture: slideId, as: 'slide' } }) })), seconds: NOW },
  'check': { state: inRoom(hears({ run: runOf(ago(12), { kind: 'check', title: 'Are you with us?', seconds: 45 }) })), seconds: NOW },
  'check-counted': {
    state: inRoom(
      hears({ run: runOf(ago(12), { kind: 'check', title: 'Are you with us?', seconds: 45 }) }),
      together({ type: 'felt', item: item2 }), together({ type: 'told', answer: { type: 'ready', item: item2, at } }),
    ),
    seconds: NOW,
  },
  poll: { state: inClass(hears({ run: runOf(ago(100)), poll: poll() })), seconds: NOW, picture: true },
  'poll-answered': { state: inClass(hears({ run: runOf(ago(100)), poll: poll() }), ...answered), seconds: NOW, picture: true },
  'poll-shown': { state: inClass(hears({ poll: poll({ open: false, shown: true, counts: [3, 7, 1, 0], answered: 11 }) }), ...answered), seconds: NOW, picture: true },
  'poll-closed-room': { state: inRoom(hears({ poll: poll({ open: false }) }), ...answered), seconds: NOW },
  ask: { state: inClass(together({ type: 'named', name: 'Samuel' })), seconds: NOW, picture: true, press: m.learner_ask },
  'ask-own': {
    state: inClass(
      together(question(0, 'Does this also help if the ache is lower down?')), together(question(1, 'How often a day?')),
      hears({ myQuestions: [{ id: QuestionId.parse('qst_aaaaaaaaaaaaaaaa'), text: 'Does this also help if the ache is lower down?', state: 'answered' }] }),
    ),
    seconds: NOW, picture: true, press: m.learner_ask,
  },
  'ask-muted': { state: inClass(together({ type: 'standing', standing: 'muted', ready: false })), seconds: NOW, picture: true, press: m.learner_ask },
  'seat-dialog': { state: inClass(), seconds: NOW, picture: true, press: m.learner_seat },
  removed: { state: inClass(together({ type: 'removed', blocked: false })) },
  'removed-blocked': { state: inClass(together({ type: 'removed', blocked: true })) },
  bring: { state: reach({ type: 'bring', text: '' }) },
  'bring-ask': { state: reach({ type: 'bring', text: writePlace(new Uint8Array(32), nobleCrypto().sha256) }) },
  'bring-fault': { state: reach({ type: 'bring', text: 'lectern-place/2:AAAA:BBBB' }) },
  over: { state: inClass(...reps(32), ...late, { type: 'class', class: view('closed'), at: hubTime(1_560_000_000) }) },
  'over-missed': { state: reach({ type: 'code-typed', code }, { type: 'refused', code: 'CLASS_OVER' }) },
}
