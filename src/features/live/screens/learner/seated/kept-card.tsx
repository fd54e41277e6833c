import type { LearnerModel } from '../model.ts'

/** What of this learner may be kept, where another feature draws it: to be looked at and changed, and in nobody's way. */
export function KeptCard({ model: { parts, visitor }, where }: { model: LearnerModel; where: 'lobby' | 'class' }) {
  const who = visitor()
  return parts === null || who === null ? null : <>{parts.card(who, where)}</>
}
