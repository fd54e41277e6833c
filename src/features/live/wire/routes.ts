import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { ClassCode, PublisherId, SeatId } from '../../../kernel/ids.ts'
import { WallTime } from '../../../kernel/time.ts'
import { checkRoutes } from './checks.ts'
import { guestRoutes } from './guests.ts'
import { pictureRoutes } from './pictures.ts'
import { Plan, TrackRef } from './run.ts'
import { rehearsalRoutes } from './rehearsal.ts'
import { tourRoutes } from './tour.ts'
import { agreeClock, ClockLamp } from './wall-clock.ts'
import { ClassReport, ClassView, Publisher, SeatChoice, Standing } from './words.ts'

const Nothing = z.strictObject({})
const RUNS_THE_ROOM = ['host', 'co-host'] as const
/** A technician sees links and times, and changes nothing. */
const SEES_THE_STUDIO = ['host', 'co-host', 'technician'] as const
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
  refusals: ['CLASS_UNKNOWN', 'CLASS_NOT_OPEN', 'CLASS_OVER', 'ROOM_FULL', 'DOOR_LOCKED', 'SEAT_BLOCKED'],
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
  who: SEES_THE_STUDIO,
  limit: { burst: 30, seconds: 10 },
  input: Nothing,
  output: z.object({
    /** The class at hand, newest first; ended ones keep their figures. */
    classes: z.array(ClassView),
    /** Those that are over, newest first, by the wall: to be run again, and for their reports. */
    past: z.array(z.object({ code: ClassCode, title: z.string(), beganAt: z.nullable(WallTime), endedAt: z.nullable(WallTime) })),
    publishers: z.array(Publisher),
    /** Addresses a phone can reach, best first, without the path. */
    addresses: z.array(z.string()),
    /** The trusted https address for camera and microphone on other machines, when there is a certificate. */
    trustedAddress: z.nullable(z.string()),
    lamps: z.object({ theftCovered: z.boolean(), recordKept: z.boolean(), media: z.boolean(), clock: z.nullable(ClockLamp) }),
  }),
  refusals: [],
})

export const makeClass = route({
  name: 'make-class',
  method: 'POST',
  path: '/api/1/classes',
  who: RUNS_THE_ROOM,
  limit: { burst: 10, seconds: 60 },
  /** Without a plan the class has none; one can be set until it begins. */
  input: z.strictObject({ title: Title, plan: z.optional(Plan) }),
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
export const endClass = step('end-class', '/api/1/classes/:code/end', ['CLASS_UNKNOWN', 'CLASS_NOT_LIVE'])

const Wait = z.number().check(z.int(), z.nonnegative(), z.maximum(900))
/** `stagger`: whole seconds after the beginning at which each kind of seat is let in; all at once when left out. */
export const beginClass = route({
  name: 'begin-class',
  method: 'POST',
  path: '/api/1/classes/:code/live',
  who: RUNS_THE_ROOM,
  limit: { burst: 10, seconds: 10 },
  input: z.strictObject({ stagger: z.optional(z.strictObject({ room: Wait, venue: Wait, elsewhere: Wait })) }),
  output: Done,
  refusals: ['CLASS_UNKNOWN', 'CLASS_NOT_LOBBY'],
})

/** The class begins by itself in so many seconds; null takes that back. */
export const setStart = route({
  name: 'set-start',
  method: 'PUT',
  path: '/api/1/classes/:code/start',
  who: RUNS_THE_ROOM,
  limit: { burst: 20, seconds: 20 },
  input: z.strictObject({ inSeconds: z.nullable(z.number().check(z.int(), z.minimum(5), z.maximum(86_400))) }),
  output: Done,
  refusals: ['CLASS_UNKNOWN', 'CLASS_NOT_LOBBY'],
})

export const setDoor = route({
  name: 'set-door',
  method: 'PUT',
  path: '/api/1/classes/:code/door',
  who: RUNS_THE_ROOM,
  limit: { burst: 20, seconds: 20 },
  input: z.strictObject({ locked: z.boolean() }),
  output: Done,
  refusals: ['CLASS_UNKNOWN', 'CLASS_OVER'],
})

export const setStanding = route({
  name: 'set-standing',
  method: 'PUT',
  path: '/api/1/classes/:code/seats/:seat/standing',
  who: RUNS_THE_ROOM,
  limit: { burst: 30, seconds: 20 },
  input: z.strictObject({ standing: Standing }),
  output: z.object({ seat: SeatId, standing: Standing }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_OVER', 'SEAT_UNKNOWN'],
})

/** Also of a class that is over, to run it again. */
export const classPlan = route({
  name: 'class-plan',
  method: 'GET',
  path: '/api/1/classes/:code/plan',
  who: RUNS_THE_ROOM,
  limit: { burst: 30, seconds: 20 },
  input: Nothing,
  output: z.object({ title: z.string(), plan: Plan }),
  refusals: ['CLASS_UNKNOWN'],
})

export const setPlan = route({
  name: 'set-plan',
  method: 'PUT',
  path: '/api/1/classes/:code/plan',
  who: RUNS_THE_ROOM,
  limit: { burst: 30, seconds: 20 },
  input: z.strictObject({ plan: Plan }),
  output: Done,
  refusals: ['CLASS_UNKNOWN', 'CLASS_OVER', 'PLAN_RUNNING'],
})

/** Music the box can play: what it was given, and what it makes itself. `path` is where a page of this class gets the sound. */
export const Track = z.object({
  track: TrackRef, title: z.string(), seconds: z.nullable(z.number()), loops: z.boolean(), path: z.string(),
  /** Of the file, and its SHA-256 as base64url; null of what every page makes itself, and of older files whose hash is not known. */
  bytes: z.nullable(z.number()), sha256: z.nullable(z.string()),
})
export type Track = z.infer<typeof Track>

export const listTracks = route({
  name: 'list-tracks',
  method: 'GET',
  path: '/api/1/classes/:code/tracks',
  who: ['host', 'co-host', 'learner'],
  limit: { burst: 30, seconds: 10 },
  input: Nothing,
  output: z.object({ tracks: z.array(Track) }),
  refusals: ['CLASS_UNKNOWN'],
})

export const removeTrack = route({
  name: 'remove-track',
  method: 'DELETE',
  path: '/api/1/classes/:code/tracks/:track',
  who: RUNS_THE_ROOM,
  limit: { burst: 20, seconds: 20 },
  input: Nothing,
  output: z.object({ tracks: z.array(Track) }),
  refusals: ['CLASS_UNKNOWN', 'TRACK_UNKNOWN'],
})

/**
 * Sound as bytes rather than JSON: `GET` for those of the class, `POST` of a file by who runs the room
 * (`?title=`; the answer is that of `list-tracks`).
 */
export const TRACK_DOORS = { add: '/api/1/classes/:code/tracks', sound: '/api/1/classes/:code/tracks/:track/sound' } as const
export const TRACK_MOST_BYTES = 20_000_000

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
  who: SEES_THE_STUDIO,
  limit: { burst: 20, seconds: 10 },
  input: Nothing,
  output: ClassReport,
  refusals: ['CLASS_UNKNOWN'],
})

export const liveRoutes = [
  lookUpClass, takeSeat, changeSeat, studio, makeClass, renameClass, openLobby,
  beginClass, endClass, chooseProgramme, setPublisherClock, makeStreamKey, classFigures,
  setStart, setDoor, setStanding, classPlan, setPlan, listTracks, removeTrack, ...pictureRoutes, ...guestRoutes, ...tourRoutes, ...rehearsalRoutes, ...checkRoutes, agreeClock,
] as const

/**
 * The media doors speak WHIP (RFC 9725) and WHEP rather than JSON. Publishing needs a signature of a
 * device that runs the room, or a stream key as bearer; watching needs a seat's signature, or, for
 * third-party players, just a class that is open and its code.
 */
export const MEDIA_LIMIT = { burst: 200, seconds: 20 } as const
export const MEDIA_DOORS = { whip: '/whip/:code', whipResource: '/whip/:code/:id', whep: '/whep/:code', whepResource: '/whep/:code/:id' } as const
