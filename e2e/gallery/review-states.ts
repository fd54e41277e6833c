import { m } from '../../src/words/messages.js'
import { ClaimId, PersonId } from '../../src/kernel/ids.ts'
import type { WallTime } from '../../src/kernel/time.ts'
import { type Draft, inOrder, startDraft } from '../../src/features/privacy/screens/review/queue.ts'
import type { Queue, ReviewState, Step } from '../../src/features/privacy/screens/review/review-model.ts'
import type { SpanPlaying } from '../../src/features/privacy/screens/crew/span-visit.ts'
import type { ReviewedClaim } from '../../src/features/privacy/wire/words.ts'

/** The page of requests for removal in every state. */
export type ReviewScene = {
  readonly code: string; readonly state: ReviewState; readonly open: string; readonly draft: Draft; readonly step: Step
  readonly notice: () => string | null; readonly playing: SpanPlaying
}

const began = Date.UTC(2026, 10, 22, 14, 0, 0)
const at = (minutes: number, seconds = 0): WallTime => (began + (minutes * 60 + seconds) * 1000) as WallTime
function claim(letter: string, over: Partial<ReviewedClaim>): ReviewedClaim {
  return {
    id: ClaimId.parse(`clm_${letter.repeat(16)}`), span: { from: at(10, 25), to: at(11, 1) }, remove: { sound: true, picture: true, text: true }, state: 'waiting', madeAt: at(70), decidedAt: null,
    reason: 'I say where I work, and my daughter walks through the picture.', note: '', person: PersonId.parse(`prs_${letter.repeat(16)}`), who: 'Leyla', bySelf: true, playable: true, ...over,
  }
}
export const reviewedClaims = [
  claim('a', {}),
  claim('b', { who: null, span: { from: at(14, 50), to: at(16, 38) }, madeAt: at(95), remove: { sound: true, picture: false, text: false }, reason: 'My voice is not meant for people who were not there.' }),
  claim('c', { who: 'Samuel', span: { from: at(4, 20), to: at(5, 26) }, state: 'refused', madeAt: at(60), decidedAt: at(80), note: 'At this place only the teacher is heard. Write to me if I am wrong.' }),
  claim('d', { who: 'Priya', span: { from: at(20, 50), to: at(21, 38) }, state: 'removed', madeAt: at(62), decidedAt: at(81), bySelf: false, note: 'Gone, as you asked.', reason: 'It was said by mistake.' }),
]
const queue = (over: Partial<Queue> = {}): ReviewState => ({
  at: 'queue', queue: { title: 'Shoulders that stop aching', classSpan: { from: at(0), to: at(25) }, claims: inOrder(reviewedClaims), window: { state: 'open', hours: 168, until: (began + 7 * 86_400_000) as WallTime }, means: ['silence', 'tone'], ...over },
})
const playing: SpanPlaying = { at: 'playing', isWaiting: false, needsPress: false, hasEnded: false, seen: null, sentence: null }
const scene = (over: Partial<ReviewScene>): ReviewScene => ({ code: 'K7M4QX', state: queue(), open: 'a', draft: startDraft(), step: 'choosing', notice: () => null, playing, ...over })

export const reviewScenes: Readonly<Record<string, ReviewScene>> = {
  'review-queue': scene({}),
  'review-part': scene({ draft: { ...startDraft(), what: 'part', part: { sound: true, picture: false, text: true }, means: 'tone' }, playing: { ...playing, needsPress: true } }),
  'review-leave': scene({ open: 'b', draft: { ...startDraft(), what: 'nothing', note: 'You are not heard in this span; it is the film that plays.' }, playing: { ...playing, hasEnded: true } }),
  'review-sure': scene({ draft: { ...startDraft(), what: 'all' }, step: 'sure', state: queue({ means: ['silence'] }) }),
  'review-working': scene({ draft: { ...startDraft(), what: 'all' }, step: 'working' }),
  'review-removed': scene({ open: 'd' }),
  'review-somebody-else': scene({ open: 'c', notice: () => m.privacy_review_somebody_else(), playing: { ...playing, at: 'opening', isWaiting: true } }),
  'review-took-back': scene({ state: queue({ claims: [claim('a', { byBox: true, bySelf: false, reason: '', remove: { sound: true, picture: false, text: false } })] }) }),
  'review-empty': scene({ state: queue({ claims: [] }) }),
  'review-no-code': scene({ code: '', state: { at: 'looking' } }),
}
