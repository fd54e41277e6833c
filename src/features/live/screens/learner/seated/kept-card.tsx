import type { LearnerModel } from '../model.ts'

/** What of this learner may be kept, where another feature draws it: to be looked at and changed, and in nobody's way. */
export function KeptCard({ model: { Part, visitor }, place }: { model: LearnerModel; place: 'lobby' | 'class' | 'over' }) {
  const who = visitor()
  return Part === null || who === null ? null : <Part visitor={who} place={place} />
}
