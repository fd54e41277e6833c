import { z } from 'zod/mini'
import { ItemId } from '../../../kernel/ids.ts'
import { HubTime } from '../../../kernel/time.ts'
import { ItemKind, Overrun, Plan, PlanItem } from './run.ts'

/**
 * What the run of show leaves on record: its plan, and every move of a host. What a cut item does by
 * itself follows from them and is no entry. Texts are private: people write names into titles.
 */

/** A plan was set, in place of the one before. The body counts what the private field says. */
export const planSet = {
  kind: 'live.plan-set.1',
  body: z.object({ items: z.number(), seconds: z.number(), cues: z.number() }),
  private: z.object({ plan: Plan }),
} as const

const at = HubTime
export const MovedBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('entered'), at, item: ItemId }),
  z.object({ type: z.literal('finished'), at }),
  z.object({ type: z.literal('skipped'), at, item: ItemId }),
  z.object({ type: z.literal('extended'), at, item: ItemId, seconds: z.number() }),
  /** `index`: its place from then on. Its texts, cues and poll are in the private field. */
  z.object({ type: z.literal('inserted'), at, index: z.number(), id: ItemId, kind: ItemKind, seconds: z.number(), overrun: Overrun }),
  z.object({ type: z.literal('held'), at }),
  z.object({ type: z.literal('went-on'), at }),
  /** After a power cut: `from` on the clock of the run before is `at` on that of this one. */
  z.object({ type: z.literal('carried-over'), at, from: HubTime }),
])
export type MovedBody = z.infer<typeof MovedBody>

export const runMoved = {
  kind: 'live.run-moved.1',
  body: MovedBody,
  private: z.union([z.strictObject({ item: PlanItem }), z.strictObject({})]),
} as const
