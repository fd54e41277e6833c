import { type ConsentEvent, type ConsentState, type ConsentTold, START, step as stepConsent } from '../../src/features/privacy/screens/consent/consent-state.ts'
import { type MomentsState, type MomentsTold, startDraft } from '../../src/features/privacy/screens/moments/moments-state.ts'
import type { MineState } from '../../src/features/privacy/screens/consent/mine-desk.ts'
import type { Claim, Consent, Moment, Span } from '../../src/features/privacy/wire/words.ts'
import { ClaimId, ClassCode, ClassId, PersonId } from '../../src/kernel/ids.ts'
import type { WallTime } from '../../src/kernel/time.ts'

/** What a learner sees of privacy, in every state. All invented. */

const began = Date.UTC(2026, 10, 22, 14, 2)
const wall = (seconds: number): WallTime => (began + seconds * 1000) as WallTime
const span = (from: number, seconds: number): Span => ({ from: wall(from), to: wall(from + seconds) })

const said = (choices: Partial<Consent['choices']>): Consent => ({
  person: PersonId.parse('prs_aaaaaaaaaaaaaaaa'), by: 'self', at: wall(-600), notice: { sha256: `${'A'.repeat(42)}A`, language: 'en' },
  choices: { heard: true, seen: false, answers: true, analytics: false, contact: true, ...choices },
})
const told = (over: Partial<ConsentTold> = {}): ConsentTold => ({
  class: { id: ClassId.parse('cls_aaaaaaaaaaaaaaaa'), code: ClassCode.parse('K7M4QX'), title: 'Shoulders that stop aching' },
  recorded: true, afterlife: 'running', window: { state: 'open', hours: 168, until: null }, mine: null, ...over,
})
const reach = (...events: readonly ConsentEvent[]): ConsentState => events.reduce(stepConsent, START)

export type ConsentScene = { readonly state: ConsentState; readonly mine?: MineState['data']; readonly lasts?: 'class' }

export const consentScenes: Readonly<Record<string, ConsentScene>> = {
  'consent-form': { state: reach({ type: 'looked', told: told() }), lasts: 'class' },
  'consent-missing': {
    state: reach({ type: 'looked', told: told() }, { type: 'all-chosen', yes: true }, { type: 'chosen', purpose: 'seen', yes: false }, { type: 'pressed' }, { type: 'failed', fault: { type: 'unreachable' } }),
  },
  'consent-withdrawn': {
    state: reach({ type: 'looked', told: told({ mine: said({}) }) }, { type: 'opened' }, { type: 'said', mine: said({ heard: false, contact: false }) }),
    mine: {
      format: 'lectern-person/1', class: { title: 'Shoulders that stop aching', code: 'K7M4QX' }, name: 'Ana', kept: { untilErased: true, replayUntil: null, removalUntil: '2026-11-29T14:27:00.000Z' },
      consents: [{ at: '2026-11-22T13:52:00.000Z', by: 'self', choices: said({}).choices, entry: 41 }], claims: [], place: { kind: 'elsewhere', hands: 2, reps: 14 },
      questions: [{ at: '2026-11-22T14:16:00.000Z', text: 'Does this also help if the ache is lower down?' }], moments: [{ why: 'question', from: '2026-11-22T14:16:40.000Z', to: '2026-11-22T14:17:00.000Z' }], entries: [],
    },
  },
  'consent-over': { state: reach({ type: 'looked', told: told({ afterlife: 'contestable' }) }) },
  'consent-unknown': { state: reach({ type: 'failed', fault: { type: 'refused', code: 'CLASS_UNKNOWN', sentence: '' } }) },
}

/** On the learner's own page; drawn by `parts/privacy.tsx`. */
export const learnerPrivacyScenes = { 'lobby-choices': 'lobby', 'stage-first-asked': 'plan-practice', 'orientation-item': 'plan-practice', 'over-choices': 'over' } as const
export const consentNeverAsked = reach({ type: 'looked', told: told() })

const moment = (from: number, seconds: number, why: Moment['why'], playable = true): Moment => ({ span: span(from, seconds), why, playable })
const claim = (of: Moment, letter: string, over: Partial<Claim>): Claim => ({
  id: ClaimId.parse(`clm_${letter.repeat(16)}`), span: of.span, remove: { sound: true, picture: false, text: true }, state: 'waiting',
  madeAt: wall(90_000), decidedAt: null, reason: 'I say where I work.', note: '', ...over,
})
const stage = moment(260, 66, 'stage')
const hand = moment(625, 20, 'hand')
const asked = moment(890, 108, 'question')
const gone = moment(1250, 48, 'stage', false)
const stays = moment(1380, 20, 'answer')
const moments = (over: Partial<MomentsTold> = {}): MomentsTold => ({
  title: 'Shoulders that stop aching', classSpan: { from: wall(0), to: wall(1500) }, moments: [stage, hand, asked, gone, stays],
  claims: [
    claim(asked, 'a', {}),
    claim(gone, 'b', { state: 'removed', decidedAt: wall(95_000), note: 'Of course.' }),
    claim(stays, 'c', { state: 'refused', decidedAt: wall(96_000), note: 'Your answer is one of eleven here, and nobody can tell which. Write to me if you see it otherwise.' }),
    claim(hand, 'd', { state: 'taken-back' }),
  ],
  window: { state: 'open', hours: 168, until: wall(600_000) }, mayWatchAll: false, recorded: true, ...over,
})
const there = (over: Partial<MomentsTold> = {}, more: Partial<Extract<MomentsState, { at: 'there' }>> = {}): MomentsState => ({ at: 'there', told: moments(over), draft: null, fault: null, ...more })

export type MomentsScene = { readonly state: MomentsState; readonly plays?: Span }

export const momentsScenes: Readonly<Record<string, MomentsScene>> = {
  moments: { state: there() },
  'moments-asking': {
    state: there({ claims: [] }, { draft: { ...startDraft(hand.span), remove: { sound: true, picture: false, text: false }, isPressed: true, fault: { type: 'unreachable' } } }), plays: hand.span,
  },
  'moments-marking': { state: there({ moments: [stage], claims: [], mayWatchAll: true }, { draft: startDraft(span(700, 40)) }), plays: { from: wall(0), to: wall(1500) } },
  'moments-none': { state: there({ moments: [], claims: [], recorded: false, window: { state: 'open', hours: 168, until: null } }) },
  'moments-over': { state: there({ claims: [], window: { state: 'over', hours: 168, until: wall(80_000) } }, { fault: { type: 'refused', code: 'CLAIM_DECIDED', sentence: 'Somebody has decided about it meanwhile.' } }) },
}
