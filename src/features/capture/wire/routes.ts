import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { WallTime } from '../../../kernel/time.ts'
import { Recording, Replay } from './words.ts'

const Nothing = z.strictObject({})
const RUNS_THE_ROOM = ['host', 'co-host'] as const

/** One tap: on the record, or off it. The first time it is the host's confirmation for this class. */
export const setRecording = route({
  name: 'set-recording',
  method: 'PUT',
  path: '/api/1/classes/:code/recording',
  who: RUNS_THE_ROOM,
  limit: { burst: 20, seconds: 20 },
  input: z.strictObject({ on: z.boolean() }),
  output: z.object({ recording: Recording }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_NOT_OPEN', 'CLASS_OVER'],
})

/** What was recorded of a class, and who may see it: for its crew, during the class and after. */
export const showRecording = route({
  name: 'show-recording',
  method: 'GET',
  path: '/api/1/classes/:code/recording',
  who: RUNS_THE_ROOM,
  limit: { burst: 30, seconds: 10 },
  input: Nothing,
  output: z.object({
    recording: Recording, replay: Replay,
    /** Bytes on the disk. */
    bytes: z.number(),
    /** Stretches of the class that are not in it, by the wall, in order, since the shared clock begins anew with the machine; `off`: off the record. */
    gaps: z.array(z.object({ from: WallTime, to: WallTime, why: z.string() })),
  }),
  refusals: ['CLASS_UNKNOWN'],
})

export const setReplay = route({
  name: 'set-replay',
  method: 'PUT',
  path: '/api/1/classes/:code/replay',
  who: RUNS_THE_ROOM,
  limit: { burst: 20, seconds: 20 },
  input: Replay,
  output: z.object({ replay: Replay }),
  refusals: ['CLASS_UNKNOWN', 'NO_RECORDING'],
})

/** Destroys every key and file of it; cannot be undone. */
export const destroyRecording = route({
  name: 'destroy-recording',
  method: 'DELETE',
  path: '/api/1/classes/:code/recording',
  who: RUNS_THE_ROOM,
  limit: { burst: 10, seconds: 20 },
  input: Nothing,
  output: z.object({ recording: Recording }),
  refusals: ['CLASS_UNKNOWN', 'NO_RECORDING', 'CLASS_NOT_OVER'],
})

/** Where to play from. `path` of the main playlist opens without a signature for as long as the stream lasts, and tells nobody who watches. */
const Stream = z.object({
  path: z.string(),
  /** Wall time of the stream (`EXT-X-PROGRAM-DATE-TIME`) less shared time: milliseconds since 1970 at shared time 0. */
  wallAtZero: WallTime,
})

/** The class as HLS while it is live: for a seat, by its device's signature; for other players by the code alone, as watching over WHEP is. */
export const openStream = route({
  name: 'open-stream',
  method: 'POST',
  path: '/api/1/classes/:code/stream',
  who: 'anyone',
  limit: { burst: 200, seconds: 20 },
  input: Nothing,
  output: Stream,
  refusals: ['CLASS_UNKNOWN', 'CLASS_NOT_OPEN', 'CLASS_OVER', 'DOOR_LOCKED', 'NO_SEAT', 'STREAMS_TOO_MANY'],
})

/** The recording afterwards, to those the host allows. */
export const openReplay = route({
  name: 'open-replay',
  method: 'POST',
  path: '/api/1/classes/:code/replay',
  who: 'anyone',
  limit: { burst: 30, seconds: 20 },
  input: Nothing,
  output: z.extend(Stream, { title: z.string(), until: z.nullable(WallTime), seconds: z.number() }),
  refusals: ['CLASS_UNKNOWN', 'NO_RECORDING', 'REPLAY_NOT_ALLOWED', 'REPLAY_OVER', 'STREAMS_TOO_MANY'],
})

export const captureRoutes = [setRecording, showRecording, setReplay, destroyRecording, openStream, openReplay] as const

/** Playlists and segments, as bytes. `GET` without a signature: the stream's name cannot be guessed. Never stored by caches. */
export const STREAM_DOOR = '/hls/:stream/:file' as const
