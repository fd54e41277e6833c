import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { PublisherId, SeatId } from '../../../kernel/ids.ts'
import { ClassFigures, ClassView, Publisher, SeatChoice } from './words.ts'

const Nothing = z.strictObject({})
const RUNS_THE_ROOM = ['host', 'co-host'] as const
const Title = z.string().check(z.trim(), z.minLength(1), z.maxLength(120))
const Done = z.object({ class: ClassView })

/** For the page a code leads to, before anything is known of the person. */
export const lookUpClass = route({
  name: 'look-up-class',
  method: 'GET',
  path: '/api/1/classes/:code',
  who: 'anyone',
  // Per address, and a venue behind one router is one address; 29^6 codes are not guessed at this rate.
  limit: { burst: 200, seconds: 20 },
  input: Nothing,
  output: Done,
  refusals: ['CLASS_UNKNOWN', 'CLASS_OVER'],
})

/** A name is optional, shown to the host alone, and held in memory alone until consent exists. */
export const takeSeat = route({
  name: 'take-seat',
  method: 'POST',
  path: '/api/1/classes/:code/seats',
  who: 'device',
  limit: { burst: 10, seconds: 20 },
  input: z.strictObject({ choice: SeatChoice, name: z.optional(z.string().check(z.trim(), z.maxLength(60))) }),
  output: z.object({ seat: SeatId, class: ClassView }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_NOT_OPEN', 'CLASS_OVER', 'ROOM_FULL'],
})

export const changeSeat = route({
  name: 'change-seat',
  method: 'PUT',
  path: '/api/1/classes/:code/seats/mine',
  who: 'device',
  limit: { burst: 10, seconds: 20 },
  input: z.strictObject({ choice: SeatChoice }),
  output: z.object({ seat: SeatId, class: ClassView }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_OVER', 'NO_SEAT'],
})

export const studio = route({
  name: 'studio',
  method: 'GET',
  path: '/api/1/studio',
  who: RUNS_THE_ROOM,
  limit: { burst: 30, seconds: 10 },
  input: Nothing,
  output: z.object({
    /** The class at hand, newest first; ended ones keep their figures. */
    classes: z.array(ClassView),
    publishers: z.array(Publisher),
    /** Addresses a phone can reach, best first, without the path. */
    addresses: z.array(z.string()),
    /** The trusted https address for camera and microphone on other machines, when there is a certificate. */
    trustedAddress: z.nullable(z.string()),
    lamps: z.object({ theftCovered: z.boolean(), recordKept: z.boolean(), media: z.boolean() }),
  }),
  refusals: [],
})

export const makeClass = route({
  name: 'make-class',
  method: 'POST',
  path: '/api/1/classes',
  who: RUNS_THE_ROOM,
  limit: { burst: 10, seconds: 60 },
  input: z.strictObject({ title: Title }),
  output: Done,
  refusals: ['ANOTHER_CLASS_RUNNING'],
})

export const renameClass = route({
  name: 'rename-class',
  method: 'PUT',
  path: '/api/1/classes/:code/title',
  who: RUNS_THE_ROOM,
  limit: { burst: 20, seconds: 60 },
  input: z.strictObject({ title: Title }),
  output: Done,
  refusals: ['CLASS_UNKNOWN', 'CLASS_OVER'],
})

const step = <const N extends string, const P extends `/api/1/${string}`>(name: N, path: P, refusals: readonly string[]) =>
  route({ name, method: 'POST', path, who: RUNS_THE_ROOM, limit: { burst: 10, seconds: 10 }, input: Nothing, output: Done, refusals })

export const openLobby = step('open-lobby', '/api/1/classes/:code/lobby', ['CLASS_UNKNOWN', 'CLASS_NOT_DRAFT', 'ANOTHER_CLASS_RUNNING'])
export const beginClass = step('begin-class', '/api/1/classes/:code/live', ['CLASS_UNKNOWN', 'CLASS_NOT_LOBBY'])
export const endClass = step('end-class', '/api/1/classes/:code/end', ['CLASS_UNKNOWN', 'CLASS_NOT_LIVE'])

/** Which publisher the class sees and hears. Learners keep their connection. */
export const chooseProgramme = route({
  name: 'choose-programme',
  method: 'PUT',
  path: '/api/1/classes/:code/programme',
  who: RUNS_THE_ROOM,
  limit: { burst: 20, seconds: 10 },
  input: z.strictObject({ publisher: z.nullable(PublisherId) }),
  output: Done,
  refusals: ['CLASS_UNKNOWN', 'PUBLISHER_UNKNOWN'],
})

/**
 * The publishing page tells how its wall clock stands to the shared one: shared time less wall time,
 * both in microseconds. With it the box knows when a frame was taken, not only when it arrived.
 */
export const setPublisherClock = route({
  name: 'set-publisher-clock',
  method: 'PUT',
  path: '/api/1/classes/:code/publishers/:publisher/clock',
  who: RUNS_THE_ROOM,
  limit: { burst: 20, seconds: 20 },
  input: z.strictObject({ offset: z.number().check(z.int()) }),
  output: z.object({ publisher: PublisherId }),
  refusals: ['CLASS_UNKNOWN', 'PUBLISHER_UNKNOWN'],
})

/** A new key for OBS and other WHIP clients; the one before stops working. */
export const makeStreamKey = route({
  name: 'make-stream-key',
  method: 'POST',
  path: '/api/1/classes/:code/stream-key',
  who: RUNS_THE_ROOM,
  limit: { burst: 10, seconds: 60 },
  input: Nothing,
  output: z.object({ path: z.string(), key: z.string() }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_OVER'],
})

export const classFigures = route({
  name: 'class-figures',
  method: 'GET',
  path: '/api/1/classes/:code/figures',
  who: RUNS_THE_ROOM,
  limit: { burst: 20, seconds: 10 },
  input: Nothing,
  output: ClassFigures,
  refusals: ['CLASS_UNKNOWN'],
})

export const liveRoutes = [
  lookUpClass, takeSeat, changeSeat, studio, makeClass, renameClass, openLobby,
  beginClass, endClass, chooseProgramme, setPublisherClock, makeStreamKey, classFigures,
] as const

/**
 * The media doors speak WHIP (RFC 9725) and WHEP rather than JSON. Publishing needs a signature of a
 * device that runs the room, or a stream key as bearer; watching needs a seat's signature, or, for
 * third-party players, just a class that is open and its code.
 */
export const MEDIA_LIMIT = { burst: 200, seconds: 20 } as const
export const MEDIA_DOORS = { whip: '/whip/:code', whipResource: '/whip/:code/:id', whep: '/whep/:code', whepResource: '/whep/:code/:id' } as const
