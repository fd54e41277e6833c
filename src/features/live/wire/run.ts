import { z } from 'zod/mini'
import { message } from '../../../kernel/contract.ts'
import { ItemId, PictureId, TrackId } from '../../../kernel/ids.ts'
import { HubTime } from '../../../kernel/time.ts'

/**
 * The run of show: what is planned, and where the class stands in it. The plan is what a host writes,
 * in whole seconds; the run is the plan as it is being followed, on the shared clock. Every page of a
 * class holds the run and reads it off the clock, so news of it may come late without harm.
 */

/** A stretch of time on the shared clock, as `rules/clock/timeline.ts` reads it. Microseconds. */
export const TimelineWords = z.object({ length: z.nullable(z.number()), position: z.number(), since: z.nullable(HubTime) })

/** What becomes of the plan when an item takes longer: the next ones give up the time, all move back, or the item ends. */
export const Overrun = z.enum(['absorb', 'push', 'cut'])
export type Overrun = z.infer<typeof Overrun>

/**
 * What a phone offers during an item: `check` asks everybody to answer a cue, `practice` counts reps,
 * `questions` puts asking first, `poll` opens the item's poll; `drop` keeps a place for an offer.
 */
export const ItemKind = z.enum(['talk', 'check', 'practice', 'questions', 'poll', 'break', 'drop', 'close'])
export type ItemKind = z.infer<typeof ItemKind>

/** A cue the box gives by itself, `at` whole seconds into its item. The word may be empty. */
export const PlanCue = z.strictObject({ at: z.number().check(z.int(), z.nonnegative(), z.maximum(7200)), word: z.string().check(z.maxLength(24)) })
export type PlanCue = z.infer<typeof PlanCue>

export const PollDraft = z.strictObject({
  question: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  options: z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(80))).check(z.minLength(2), z.maxLength(6)),
})
export type PollDraft = z.infer<typeof PollDraft>

/** A track the box was given, or one it makes itself (`beat-100`). */
export const TrackRef = z.union([TrackId, z.string().check(z.regex(/^beat-\d{2,3}$/))])
export type TrackRef = z.infer<typeof TrackRef>

export const ITEM_SECONDS = { least: 5, most: 7200 } as const
export const MOST_ITEMS = 60
export const MOST_ITEM_CUES = 120

export const PlanItem = z.strictObject({
  id: ItemId,
  title: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  kind: ItemKind,
  seconds: z.number().check(z.int(), z.minimum(ITEM_SECONDS.least), z.maximum(ITEM_SECONDS.most)),
  overrun: Overrun,
  cues: z.array(PlanCue).check(z.maxLength(MOST_ITEM_CUES)),
  poll: z.nullable(PollDraft),
  /** Starts with the item and ends with it. */
  music: z.nullable(TrackRef),
  /** Shown while the item is on: a slide in the picture's place, or an overlay over it. */
  picture: z.exactOptional(z.strictObject({ picture: PictureId, as: z.enum(['slide', 'overlay']) })),
  /** It is about what may be kept of learners: their pages show it meanwhile, to decide there and then. */
  privacy: z.exactOptional(z.literal(true)),
})
export type PlanItem = z.infer<typeof PlanItem>

export const Plan = z.strictObject({
  /** The one thing people can do afterwards. May be empty. */
  objective: z.string().check(z.trim(), z.maxLength(200)),
  items: z.array(PlanItem).check(z.maxLength(MOST_ITEMS)),
})
export type Plan = z.infer<typeof Plan>
export const EMPTY_PLAN: Plan = { objective: '', items: [] }

/** An item as it is being followed. `seconds` stays what was planned. */
export const RunItem = z.object({
  ...PlanItem.shape,
  state: z.enum(['ahead', 'now', 'done', 'skipped']),
  /** Its length as it stands now, microseconds: extended, shortened, or given up to the one before it. */
  length: z.number(),
  /** How long it has run before the stretch it is in, microseconds; null when it never was on, or is on for the first time. */
  ran: z.nullable(z.number()),
})
export type RunItem = z.infer<typeof RunItem>

export const Run = z.object({
  /** Grows by one with every change; a command names the one its sender looked at. */
  revision: z.number(),
  items: z.array(RunItem),
  /** Index of the item that is on; null before the class begins, and after the last item. */
  current: z.nullable(z.number()),
  /** Of the item that is on: its length, where it is, since when it runs (null: held). */
  line: TimelineWords,
})
export type Run = z.infer<typeof Run>

/** What a host does to the run of show. */
export const RunMove = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('next') }),
  z.strictObject({ do: z.literal('go-to'), item: ItemId }),
  z.strictObject({ do: z.literal('skip'), item: ItemId }),
  z.strictObject({ do: z.literal('extend'), item: ItemId, seconds: z.number().check(z.int(), z.minimum(-7200), z.maximum(7200)) }),
  /** After an item, or before all that is ahead when null. */
  z.strictObject({ do: z.literal('insert'), after: z.nullable(ItemId), item: PlanItem }),
  z.strictObject({ do: z.literal('hold') }),
  z.strictObject({ do: z.literal('go-on') }),
])
export type RunMove = z.infer<typeof RunMove>

/** `revision`: the run its sender looked at. When it has moved on meanwhile, nothing is done (`RUN_MOVED_ON`). */
export const moveRun = message({
  type: 'move-run', who: ['host', 'co-host'], signed: true, limit: { burst: 20, seconds: 10 },
  body: z.strictObject({ type: z.literal('move-run'), revision: z.number().check(z.int(), z.nonnegative()), move: RunMove }),
  refusals: ['CLASS_NOT_LIVE', 'RUN_MOVED_ON', 'ITEM_UNKNOWN', 'ITEM_DONE', 'ITEM_TOO_SHORT', 'PLAN_FULL', 'NO_PLAN'],
})

export const runNews = [
  /** On entering, and with every change. Null for a class without a plan. */
  z.object({ type: z.literal('run'), run: z.nullable(Run) }),
] as const
