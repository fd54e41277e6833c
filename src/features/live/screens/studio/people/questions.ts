import type { Question } from '../../../wire/together.ts'

export type Questions = { readonly waiting: readonly Question[]; readonly kept: readonly Question[]; readonly done: readonly Question[] }

/** Oldest first where somebody waits; what was dealt with last comes first. */
export function questionsOf(all: readonly Question[]): Questions {
  const sorted = all.toSorted((a, b) => a.at - b.at)
  const of = (...states: readonly Question['state'][]) => sorted.filter(({ state }) => states.includes(state))
  return { waiting: of('waiting'), kept: of('kept'), done: of('answered', 'hidden').toReversed() }
}
