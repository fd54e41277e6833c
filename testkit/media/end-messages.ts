import { z } from 'zod/mini'

const Url = z.string()
const Count = z.int()

const Order = z.discriminatedUnion('do', [
  /** `offer`: whose shape it has; `token` is the stream key, where there is one. */
  z.object({ do: z.literal('publish-whip'), url: Url, offer: z.optional(z.enum(['browser', 'obs'])), token: z.optional(z.string()) }),
  z.object({ do: z.literal('publish-janus'), url: Url }),
  z.object({ do: z.literal('view-whep'), url: Url, count: Count }),
  z.object({ do: z.literal('view-janus'), url: Url, count: Count, feed: z.int() }),
  z.object({ do: z.literal('begin') }),
  z.object({ do: z.literal('finish') }),
  z.object({ do: z.literal('publisher-counts') }),
])
export type Order = z.infer<typeof Order>

export const EndOrder = z.object({ id: z.int(), order: Order })

/** Milliseconds. */
const Delay = z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number(), count: z.int() })

const Report = z.discriminatedUnion('type', [
  z.object({ type: z.literal('published'), feed: z.optional(z.int()) }),
  z.object({ type: z.literal('viewing'), count: z.int() }),
  z.object({ type: z.literal('begun') }),
  z.object({
    type: z.literal('measured'), elapsedMs: z.number(), received: z.int(), lost: z.int(),
    video: Delay, plainVideo: Delay, audio: Delay,
  }),
  z.object({ type: z.literal('counts'), sent: z.int(), unsent: z.int(), keyframesAsked: z.int(), packetsAskedAgain: z.int() }),
])
export type EndReport = z.infer<typeof Report>

export const EndAnswer = z.object({ id: z.int(), report: z.optional(Report), error: z.optional(z.string()) })
