import { z } from 'zod/mini'
import { Malformed } from '../../../../kernel/failures.ts'
import { Rung, RungCause } from '../../../../kernel/ladder.ts'
import { HubTime } from '../../../../kernel/time.ts'
import { Music, Timer } from '../../wire/together.ts'
import { Cue } from '../../wire/words.ts'

/** What the box says over the data channel: answers to time probes, anchors of frames, cues, agreed starts. */
const ChannelText = z.union([
  z.object({ p: z.number(), t: HubTime }),
  z.object({
    anchor: z.object({
      kind: z.enum(['audio', 'video']),
      rtp: z.number().check(z.int(), z.nonnegative(), z.maximum(0xffff_ffff)),
      at: HubTime,
      quality: z.enum(['capture', 'arrival']),
    }),
  }),
  /** Where the box's own sending stands; once a second, and with every change. */
  z.object({ rung: z.object({ rung: Rung, cause: RungCause, since: HubTime }) }),
  z.object({ type: z.literal('cue'), cue: Cue }),
  z.object({ type: z.literal('timer'), timer: Timer }),
  z.object({ type: z.literal('music'), music: Music }),
])
export type ChannelText = z.infer<typeof ChannelText>

const LONGEST = 4096

/** Throws {@link Malformed} for anything else. */
export function parseChannelText(data: unknown): ChannelText {
  if (typeof data !== 'string' || data.length > LONGEST) throw new Malformed('channel text')
  try {
    return ChannelText.parse(JSON.parse(data))
  } catch (cause) {
    throw new Malformed('channel text', { cause })
  }
}
