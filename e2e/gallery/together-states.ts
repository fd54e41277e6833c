import { QuestionId } from '../../src/kernel/ids.ts'
import { type ClassNowState, NOTHING_KNOWN } from '../../src/features/live/screens/link/class-now.ts'
import type { LearnerEvent } from '../../src/features/live/screens/learner/state.ts'
import type { TogetherEvent } from '../../src/features/live/screens/learner/together.ts'

/** What a learner's page hears, and what is done on it, as its events. */

export const together = (event: TogetherEvent): LearnerEvent => ({ type: 'together', event })
export const hears = (now: Partial<ClassNowState>): LearnerEvent => together({ type: 'now', now: { ...NOTHING_KNOWN, ...now } })
export const question = (index: number, text: string): TogetherEvent => ({ type: 'asked', asked: { id: QuestionId.parse(`qst_${'abc'.charAt(index).repeat(16)}`), text, named: false } })
