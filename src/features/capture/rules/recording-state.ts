import { MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { HubTime } from '../../../kernel/time.ts'
import type { NotWritten, Recording } from '../wire/words.ts'

/** What the lamp says, out of what is known. Pure. */

/** A class whose segments come has one every two seconds, at the latest every three. */
export const SILENT_AFTER = 8 * MICROS_PER_SECOND
/** What was dropped because the recorder was behind is told for so long. */
const LAGGING_FOR = 10 * MICROS_PER_SECOND
/** Room that is left to the database and to everything else on the disk. */
export const RESERVED_BYTES = 200 * 1024 * 1024

export type RecordingFacts = {
  /** By the host's word. */
  readonly isOn: boolean
  readonly isLive: boolean
  readonly since: HubTime | null
  readonly keptTo: HubTime | null
  readonly keptSeconds: number
  /** When media could have come first: the class began, or was put on the record. */
  readonly expectedSince: HubTime
  /** The last segment that was closed, kept or not. */
  readonly lastSegment: { readonly at: HubTime; readonly tracks: Recording['tracks'] } | null
  /** The picture that comes cannot be kept. */
  readonly hasUnkeepablePicture: boolean
  readonly recorderWorks: boolean
  readonly laggedAt: HubTime | null
  /** Why sealing fails, while it does. */
  readonly sealing: 'disk-full' | 'disk-failing' | null
  readonly freeBytes: number | null
  readonly bytesPerSecond: number | null
}

export function recordingState(facts: RecordingFacts, now: HubTime): Recording {
  const why = facts.isOn && facts.isLive ? whyNot(facts, now) : null
  return {
    state: !facts.isOn ? 'off' : why === null || why === 'codec' && hasSound(facts, now) ? 'on' : 'failing',
    since: facts.since,
    keptTo: facts.keptTo,
    why,
    roomForSeconds: roomFor(facts),
    seconds: Math.floor(facts.keptSeconds),
    tracks: isSilent(facts, now) ? { video: false, audio: false } : facts.lastSegment?.tracks ?? { video: false, audio: false },
  }
}

/** The first cause that explains it: what is nearest to the disk, then what is nearest to the recorder. */
function whyNot(facts: RecordingFacts, now: HubTime): NotWritten | null {
  if (facts.sealing) return facts.sealing
  if (!facts.recorderWorks) return 'recorder-died'
  if (isSilent(facts, now)) return facts.hasUnkeepablePicture ? 'codec' : 'no-media'
  if (facts.laggedAt !== null && now - facts.laggedAt < LAGGING_FOR) return 'lagging'
  return facts.hasUnkeepablePicture ? 'codec' : null
}

function isSilent({ lastSegment, expectedSince }: RecordingFacts, now: HubTime): boolean {
  return now - Math.max(lastSegment?.at ?? 0, expectedSince) >= SILENT_AFTER
}

function hasSound(facts: RecordingFacts, now: HubTime): boolean {
  return !isSilent(facts, now) && (facts.lastSegment?.tracks.audio ?? true)
}

function roomFor({ freeBytes, bytesPerSecond }: RecordingFacts): number | null {
  if (freeBytes === null || bytesPerSecond === null || bytesPerSecond <= 0) return null
  return Math.max(0, Math.floor((freeBytes - RESERVED_BYTES) / bytesPerSecond))
}
