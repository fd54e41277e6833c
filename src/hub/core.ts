import type { MessagePort } from 'node:worker_threads'
import { sealedBlobs } from '../features/capture/hub/store.ts'
import { classStarts } from '../features/live/hub/class/class-starts.ts'
import type { ClassMarks, LiveDeps } from '../features/live/hub/deps.ts'
import { liveAnswers } from '../features/live/hub/answers.ts'
import type { LiveAnswers } from '../features/live/hub/answers.ts'
import { floorLine } from '../features/live/hub/floor-line.ts'
import type { CoreToFloor, FloorToCore } from '../features/live/hub/floor/floor-messages.ts'
import { GuestDesk } from '../features/live/hub/guests/guest-desk.ts'
import { keepOffered } from '../features/live/hub/kept/keep-offered.ts'
import { heardName } from '../features/live/hub/seats/keep-name.ts'
import { makeClass } from '../features/live/hub/class/make-class.ts'
import { runsTheRoom } from '../features/live/hub/media/publish.ts'
import { recordFacts } from '../features/live/hub/record-facts.ts'
import { reopenClasses } from '../features/live/hub/reopen-classes.ts'
import { liveDoors } from '../features/live/hub/routes.ts'
import { StageDesk } from '../features/live/hub/media/stage-desk.ts'
import { classById, classes } from '../features/live/hub/store.ts'
import { tellClass } from '../features/live/hub/class/class-command.ts'
import { storedFiles } from '../features/live/hub/files/file-store.ts'
import { WatchDesk } from '../features/live/hub/media/watch-desk.ts'
import { clockDoor } from '../features/live/hub/wall-clock/clock-door.ts'
import { PeerClockDesk } from '../features/live/hub/wall-clock/peer-clock-desk.ts'
import { isOver } from '../features/live/rules/class.ts'
import { peopleAnswers } from '../features/people/hub/answers.ts'
import type { PeopleAnswers } from '../features/people/hub/answers.ts'
import type { LockedDeps } from '../features/people/hub/deps.ts'
import { peopleDoors } from '../features/people/hub/routes.ts'
import { ticketDesk } from '../features/people/hub/ticket-desk.ts'
import type { TicketDesk } from '../features/people/hub/ticket-desk.ts'
import { clipDoors } from '../evidence/clip/clip-doors.ts'
import type { ClipDoorDeps } from '../evidence/clip/clip-doors.ts'
import type { ClassCode, DeviceId } from '../kernel/ids.ts'
import { verifierText } from '../kernel/note.ts'
import type { Role } from '../kernel/roles.ts'
import type { EngineEvent, MediaEngine } from '../media/engine.ts'
import { HttpSessions } from '../media/http-session.ts'
import { openBlobs } from '../platform/blobs.ts'
import type { Blobs } from '../platform/blobs.ts'
import type { Mounted } from '../platform/http/mounted.ts'
import type { SentenceFor } from '../platform/http/sentences.ts'
import type { Journal } from '../platform/journal/journal.ts'
import { Lifetime } from '../platform/lifetime.ts'
import { rereadBlobs } from '../platform/reread-blobs.ts'
import { m } from '../words/messages.js'
import { captureOf, openCapture } from './capture-core.ts'
import type { CaptureCore } from './capture-core.ts'
import { clipDeps } from './clip-core.ts'
import { openFleet } from './fleet-core.ts'
import type { FleetBase, FleetCore } from './fleet-core.ts'
import { bundleDoor } from './evidence/bundle-door.ts'
import { ExportDesk } from './evidence/export-desk.ts'
import { Lamps } from './lamps.ts'
import { openRecord } from './open-record.ts'
import type { RecordBase } from './open-record.ts'
import { keepingOf, openPrivacy } from './privacy-core.ts'
import { CheckDesk } from './rehearsal/check-desk.ts'
import { checkDoors } from './rehearsal/check-doors.ts'
import { keepSheetIfPossible } from './rehearsal/keep-sheet.ts'
import { CrowdDesk } from './rehearsal/crowd-desk.ts'
import { rehearsalDoors } from './rehearsal/rehearsal-doors.ts'
import type { Rehearsal, RehearsalStage } from './rehearsal/rehearsal-doors.ts'
import { chokeDoor } from './tour/choke-door.ts'
import { tourDoors } from './tour/make-it-yours.ts'
import type { SampleMode } from './tour/make-it-yours.ts'
import { beginSample } from './tour/sample-class.ts'

/** What stands before the key is there, locked or not. */
export type CoreBase = RecordBase & {
  readonly blobsFolder: string
  /** The program that makes AAC; null: none. */
  readonly ffmpeg: string | null
  /** Who cosigns this box's log, and whose logs it cosigns. */
  readonly fleet: Pick<FleetBase, 'witnesses' | 'witnessFor'>
  readonly sentence: SentenceFor
  readonly locked: LockedDeps
  readonly floorPort: MessagePort
  readonly engine: () => MediaEngine | null
  readonly addresses: () => readonly string[]
  readonly trustedAddress: () => string | null
  /** What a hub that runs a guided sample class needs to become the real thing; null for one that is. */
  readonly sample: SampleMode | null
  /** Whether this hub is a crew rehearsal, or may go into one; null: neither. */
  readonly rehearsal: RehearsalStage | Rehearsal | null
  /** What a rehearsal left for the record. */
  readonly sheet: { readonly text: string; readonly onKept: () => void } | null
  readonly passphraseWork?: number | undefined
}

/** Everything of a hub that needs the database: it begins when the key is there and ends with it. */
export type Core = {
  readonly doors: readonly Mounted[]
  readonly journal: Journal
  readonly exports: ExportDesk
  readonly clips: ClipDoorDeps
  rolesOf(device: DeviceId, classCode: string | undefined): readonly Role[]
  /** A one-time link's ticket, for the terminal: without an end while nobody can open the studio, else for ten minutes. */
  newTicket(): string
  /** Of the class that runs, or is the next one. */
  code(): ClassCode
  onEngine(event: EngineEvent): void
  onMediaWorking(isWorking: boolean): void
  end(): Promise<void>
}

/** Opens database and journal and puts the features on them. Throws `DatabaseFailure`. */
export function openCore(base: CoreBase, databaseKey: Uint8Array): Core {
  const life = new Lifetime()
  try {
    const journal = openRecord(base, databaseKey, life)
    // The features know each other by what start-up wires; capture stands on live, and hears what live tells its floor.
    const standing: Standing = {}
    const live = liveDeps(base, journal, standing)
    const people = peopleAnswers(journal.query)
    const tickets = ticketDesk(base.crypto)
    const lamps = new Lamps(journal, base.engine() !== null, base.log, (state) => live.floor.tell({ type: 'lamps', ...state }))
    const peerClocks = new PeerClockDesk({ clock: base.clock, isSure: () => base.wallClock.quality().quality === 'ntp', onChange: (lamp) => lamps.clockSays(lamp) })
    const sessions = new HttpSessions()
    const blobs = openFiles(base, journal)
    const capture = life.own(openCapture({ ...base, journal, blobs, live }), (opened) => opened.end())
    const checks = life.own(new CheckDesk({ wall: base.clock.wall, onFault: (error) => base.log.error('check.fault', {}, error) }), (desk) => desk.end())
    const crowd = life.own(new CrowdDesk((error) => base.log.error('crowd.fault', {}, error)), (desk) => desk.end())
    // A sample's or rehearsal's record is thrown away: nobody is to vouch for it.
    const isReal = base.sample === null && base.rehearsal?.type !== 'rehearsal'
    const fleet = life.own(openFleet({ ...base, ...(isReal ? base.fleet : NO_FLEET), journal }), (opened) => opened.end())
    Object.assign(standing, { capture, checks, peerClocks, fleet })
    const exports = new ExportDesk({ journal, blobs, witnesses: base.fleet.witnesses.map(({ key }) => verifierText(key)), cosign: () => fleet.cosigned() })
    const clips = clipDeps({ journal, blobs, crypto: base.crypto })
    const rooms = { exports, clips, peerClocks, live, people, tickets, lamps, sessions, blobs, capture, checks, crowd, fleet }
    if (base.sheet) keepSheetIfPossible(live, base.sheet, base.log)
    tellFloor(base, journal, rooms)
    fleet.ask()
    return {
      journal, exports, clips,
      doors: doorsOf(base, databaseKey, journal, rooms),
      ...hearing(rooms),
      rolesOf: rolesOf(people, liveAnswers(journal.query)),
      newTicket: () => (people.hasHost() ? tickets.issue(['host'], base.clock.now()) : tickets.issueFirst()),
      code: () => currentCode(journal),
      end: () => life.end(),
    }
  } catch (error) {
    void life.end() // The failure that is thrown is the one to tell of; closing what was half open cannot be waited for here.
    throw error
  }
}

/** The features and what they share, once the record is open. */
type Rooms = {
  readonly exports: ExportDesk
  readonly clips: ClipDoorDeps
  readonly peerClocks: PeerClockDesk
  readonly live: LiveDeps
  readonly people: PeopleAnswers
  readonly tickets: TicketDesk
  readonly lamps: Lamps
  readonly sessions: HttpSessions
  readonly blobs: Blobs
  readonly capture: CaptureCore
  readonly checks: CheckDesk
  readonly crowd: CrowdDesk
  readonly fleet: FleetCore
}

const NO_FLEET: CoreBase['fleet'] = { witnesses: [], witnessFor: [] }

/** Who hears what the floor is told, as soon as they stand. */
type Standing = { capture?: CaptureCore; checks?: CheckDesk; peerClocks?: PeerClockDesk; fleet?: FleetCore }

/** Everything the floor must know before it lets anybody in; on a first start there is a draft, so that a code exists. */
function tellFloor({ sample }: Pick<CoreBase, 'sample'>, journal: Journal, { live, people, lamps }: Rooms): void {
  live.floor.tell({ type: 'crew', roles: people.crew() })
  live.floor.tell({ type: 'lamps', ...lamps.state })
  reopenClasses(live)
  if (sample) beginSample(live)
  else if (!classes(journal.query).some((one) => !isOver(one.phase))) makeClass(live, m.live_untitled_class(), 'box')
}

function doorsOf(base: CoreBase, databaseKey: Uint8Array, journal: Journal, { live, people, tickets, lamps, sessions, blobs, checks, crowd, capture, peerClocks, fleet, exports, clips }: Rooms): Mounted[] {
  const { addresses, crypto, engine, locked, sentence, trustedAddress } = base
  return [
    ...peopleDoors({
      ...locked, hub: () => journal.identity.hub, open: null, crypto, journal, tickets, databaseKey: () => databaseKey,
      crewChanged: (device) => {
        live.floor.tell({ type: 'crew', roles: people.crew() })
        if (runsTheRoom({ roles: people.rolesOf(device) })) return
        live.stages.closeOwned(device)
        live.watchers.closeMonitors(device)
        live.guests.rooms.closeHost(device)
      },
    }),
    ...liveDoors({
      ...live, blobs: rereadBlobs(blobs), engine, sessions, sentence, addresses, trustedAddress, pairedRoles: people.rolesOf,
      // The key of a rehearsal is on no disk.
      lamps: () => ({ ...lamps.state, theftCovered: base.rehearsal?.type === 'rehearsal' || locked.passphrase.isSet() }),
    }),
    clockDoor({ journal, wallClock: base.wallClock, peerClocks }),
    ...capture.doors,
    ...openPrivacy({ ...base, journal, capture, passphrase: locked.passphrase }),
    ...clipDoors(clips),
    ...fleet.doors,
    ...tourDoors(base.sample, base),
    chokeDoor(base.sample !== null, { journal, watchers: live.watchers }),
    ...rehearsalDoors(base.rehearsal, { ...base, journal, blobs, crowd }),
    ...checkDoors(checks, { journal }),
    bundleDoor(exports),
  ]
}

/** The box's files: music, pictures, sealed segments. What a crash left without a row is cleared away beside what follows, and the log, where a key that was destroyed just before it may still lie. */
function openFiles({ blobsFolder, log }: CoreBase, journal: Journal): Blobs {
  const blobs = openBlobs(blobsFolder)
  try {
    journal.scrub()
  } catch (error) {
    log.error('journal.scrub', {}, error) // A full disk is told of by the record itself; the next erasure empties the log.
  }
  blobs.sweep([...storedFiles(journal.query), ...sealedBlobs(journal.query)]).catch((error: unknown) => log.error('blobs.sweep', {}, error))
  return blobs
}

/** What media says, passed to everybody whom it concerns. */
function hearing({ live, lamps, sessions, capture }: Rooms): Pick<Core, 'onEngine' | 'onMediaWorking'> {
  return {
    onEngine: (event) => {
      if (event.type === 'closed') sessions.forget(event.id)
      live.stages.onEngine(event)
      live.guests.onEngine(event)
      live.watchers.onEngine(event)
    },
    onMediaWorking: (isWorking) => {
      if (!isWorking) {
        live.stages.mediaDied()
        live.guests.mediaDied()
        live.watchers.mediaDied()
      }
      capture.onMediaWorking(isWorking)
      lamps.mediaWorks(isWorking)
    },
  }
}

/** A device has the roles it was paired with, and is a learner in the class where it sits. */
function rolesOf(people: PeopleAnswers, live: LiveAnswers): Core['rolesOf'] {
  return (device, code) => {
    const paired = people.rolesOf(device)
    return code !== undefined && live.isLearner(device, code) ? [...paired, 'learner'] : paired
  }
}

function liveDeps({ clock, crypto, log, timers, floorPort, engine, sample, rehearsal }: CoreBase, journal: Journal, standing: Readonly<Standing>): LiveDeps {
  const capture = captureOf(journal, clock, (classId) => standing.capture?.recordings.finish(classId) ?? Promise.resolve())
  const marks: ClassMarks = { sample: sample !== null, rehearsal: rehearsal?.type === 'rehearsal', recorded: capture.isRecorded }
  const onFault = (error: unknown): void => log.error('live.fault', {}, error)
  const post = (message: CoreToFloor): void => {
    floorPort.postMessage(message)
    standing.capture?.onFloor(message)
    standing.checks?.onFloor(message)
    standing.fleet?.onFloor(message)
  }
  const names: LiveDeps['names'] = new Map()
  const privacy = keepingOf(journal)
  const line = floorLine({
    post, named: (seat, name) => heardName({ names, journal, privacy }, seat, name),
    offered: (offers) => keepOffered({ journal, privacy, onFault }, offers),
    wallClock: (seat, wallAtZero) => standing.peerClocks?.heard(seat, wallAtZero),
    record: (facts) => recordFacts({ journal, kept: tellKept, onFault }, facts),
  })
  floorPort.on('message', (message: FloorToCore) => line.receive(message))

  // What one group commit made durable is told in one message.
  let kept: number[] = []
  function tellKept(fact: number): void {
    kept.push(fact)
    if (kept.length > 1) return
    queueMicrotask(() => {
      post({ type: 'kept', facts: kept })
      kept = []
    })
  }

  const stages: StageDesk = new StageDesk({
    engine, onFault,
    onChange: (classId) => {
      post({ type: 'publishers', classId, publishers: stages.publishers(classId) })
      const stored = classById(journal.query, classId)
      if (stored) tellClass({ clock, floor: line, stages, marks }, stored)
    },
  })
  const watchers = new WatchDesk({ engine, crypto, now: clock.now, timers, onFault })
  const starts = classStarts({ journal, clock, floor: line, stages, marks, watchers, timers, onFault })
  const guests = new GuestDesk({ engine, journal, floor: line, names, clock, timers, stages, onFault })
  return { journal, clock, crypto, floor: line, stages, watchers, starts, guests, names, privacy, streamKeys: new Map(), marks, capture }
}

/** Of the class that is in lobby or live, else of the newest draft, else of the newest class. */
function currentCode(journal: Journal): ClassCode {
  const all = classes(journal.query)
  const current = all.find(({ phase }) => phase === 'lobby' || phase === 'live') ?? all.find(({ phase }) => phase === 'draft') ?? all[0]
  if (!current) throw new RangeError('a hub without a class')
  return current.code
}
