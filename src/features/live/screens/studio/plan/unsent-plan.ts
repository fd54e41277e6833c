import { z } from 'zod/mini'
import { allowed } from '../../../../../ui/storage.ts'
import { Plan, PlanItem } from '../../../wire/run.ts'
import type { Draft } from './draft.ts'

/**
 * What was written and is not with the box yet, kept for this tab: a reload loses nothing. Half-written
 * items are among it, so their words may be empty here.
 */
const Words = z.string().check(z.maxLength(200))
const Unsent = z.strictObject({
  title: Words,
  plan: z.strictObject({
    ...Plan.shape, objective: Words,
    items: z.array(z.strictObject({ ...PlanItem.shape, title: Words, poll: z.nullable(z.strictObject({ question: Words, options: z.array(Words).check(z.maxLength(6)) })) })),
  }),
})

const nameOf = (code: string): string => `lectern.unsent.${code}`

/** Null keeps nothing any more. */
export function remember(code: string, draft: Draft | null): void {
  allowed(() => (draft === null ? sessionStorage.removeItem(nameOf(code)) : sessionStorage.setItem(nameOf(code), JSON.stringify(draft))))
}

export function recall(code: string): Draft | null {
  return readUnsent(allowed(() => sessionStorage.getItem(nameOf(code))) ?? null)
}

/** Null for what is not ours, or of another version. */
export function readUnsent(text: string | null): Draft | null {
  if (text === null) return null
  try {
    return Unsent.parse(JSON.parse(text)) as Draft // The same shape but for words that may be empty.
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.core.$ZodError) return null
    throw error
  }
}
