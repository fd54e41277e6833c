import type { MessagePort } from 'node:worker_threads'
import type { LiveDeps } from '../features/live/hub/deps.ts'
import { liveAnswers } from '../features/live/hub/answers.ts'
import { floorLine } from '../features/live/hub/floor-line.ts'
import type { CoreToFloor, FloorToCore } from '../features/live/hub/floor/talk.ts'
import { makeClass } from '../features/live/hub/make-class.ts'
import { runsTheRoom } from '../features/live/hub/publish.ts'
import { recordFacts } from '../features/live/hub/record-facts.ts'
import { reopenClasses } from '../features/live/hub/reopen-classes.ts'
import { liveDoors } from '../features/live/hub/routes.ts'
import { StageDesk } from '../features/live/hub/stage-desk.ts'
import { classById, classes, liveProjector } from '../features/live/hub/store.ts'
import { tellClass } from '../features/live/hub/class-command.ts'
import { WatchDesk } from '../features/live/hub/watch-desk.ts'
import { isOver } from '../features/live/rules/class.ts'
import { peopleAnswers } from '../features/people/hub/answers.ts'
import type { LockedDeps } from '../features/people/hub/deps.ts'
import { peopleDoors } from '../features/people/hub/routes.ts'
import { peopleProjector } from '../features/people/hub/store.ts'
import { ticketDesk } from '../features/people/hub/ticket-desk.ts'
import type { Crypto } from '../kernel/crypto.ts'
import type { ClassCode, DeviceId } from '../kernel/ids.ts'
import type { Role } from '../kernel/roles.ts'
import type { EngineEvent, MediaEngine } from '../media/engine.ts'
import { HttpSessions } from '../media/http-session.ts'
import type { HubClock } from '../platform/clock.ts'
import type { Mounted } from '../platform/http/mounted.ts'
import type { SentenceFor } from '../platform/http/sentences.ts'
import { openJournal } from '../platform/journal/journal.ts'
import type { Journal } from '../platform/journal/journal.ts'
import { Lifetime } from '../platform/lifetime.ts'
import type { Log } from '../platform/log.ts'
import { openDatabase } from '../platform/sqlite/database.ts'
import type { Timers } from '../platform/timers.ts'
import { m } from '../words/messages.js'

/** What stands before the key is there, locked or not. */
export type CoreBase = {
  readonly clock: HubClock
  readonly crypto: Crypto
  readonly timers: Timers
  readonly log: Log
  readonly databaseFile: string
  readonly sentence: SentenceFor
  readonly locked: LockedDeps
  readonly floorPort: MessagePort
  readonly engine: () => MediaEngine | null
  readonly addresses: () => readonly string[]
  readonly trustedAddress: () => string | null
}

/** Everything of a hub that needs the database: it begins when the key is there and ends with it. */
export type Core = {
  readonly doors: readonly Mounted[]
  readonly journal: Journal
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
  const { clock, crypto, timers, log } = base
  const database = life.own(openDatabase(base.databaseFile, databaseKey), (opened) => opened.close())
  const journal = life.own(openJournal({
    database, crypto, timers, projectors: [peopleProjector, liveProjector],
    stamp: () => ({ boot: clock.boot, monotonic: clock.now(), wall: clock.wall(), uncertainty: null, quality: 'none' }),
    fault: (error) => log.error('journal.fault', {}, error),
  }), (opened) => opened.close())

  const tickets = ticketDesk(crypto)
  const people = peopleAnswers(journal.query)
  const sessions = new HttpSessions()
  const lamps = { recordKept: true, media: base.engine() !== null }
  const live = liveDeps(base, journal)
  const tellCrew = (): void => live.floor.tell({ type: 'crew', roles: people.crew() })
  const tellLamps = (): void => live.floor.tell({ type: 'lamps', ...lamps })
  journal.onLoss((loss) => {
    lamps.recordKept = loss.state === 'recovered'
    if (loss.state === 'failing') log.error('journal.failing', { waiting: loss.waiting, lost: loss.lost }, loss.cause)
    else log.warn('journal.recovered', { lost: loss.lost })
    tellLamps()
  })

  tellCrew()
  tellLamps()
  reopenClasses(live)
  if (!classes(journal.query).some((one) => !isOver(one.phase))) makeClass(live, m.live_untitled_class(), 'box')

  const answers = liveAnswers(journal.query)
  return {
    journal,
    doors: [
      ...peopleDoors({
        ...base.locked, hub: () => journal.identity.hub, open: null, crypto, journal, tickets,
        databaseKey: () => databaseKey, addresses: base.addresses,
        crewChanged: (device) => {
          tellCrew()
          if (!runsTheRoom({ roles: people.rolesOf(device) })) live.stages.closeOwned(device)
        },
      }),
      ...liveDoors({
        ...live, engine: base.engine, sessions, sentence: base.sentence, addresses: base.addresses, trustedAddress: base.trustedAddress,
        lamps: () => ({ ...lamps, theftCovered: base.locked.passphrase.isSet() }),
      }),
    ],
    rolesOf: (device, code) => {
      const paired = people.rolesOf(device)
      return code !== undefined && answers.isLearner(device, code) ? [...paired, 'learner'] : paired
    },
    newTicket: () => (people.hasHost() ? tickets.issue(['host'], clock.now()) : tickets.issueFirst()),
    code: () => currentCode(journal),
    onEngine: (event) => {
      if (event.type === 'closed') sessions.forget(event.id)
      live.stages.onEngine(event)
      live.watchers.onEngine(event)
    },
    onMediaWorking: (isWorking) => {
      lamps.media = isWorking
      if (!isWorking) {
        live.stages.mediaDied()
        live.watchers.mediaDied()
      }
      tellLamps()
    },
    end: () => life.end(),
  }
}

function liveDeps({ clock, crypto, log, floorPort, engine }: CoreBase, journal: Journal): LiveDeps {
  const onFault = (error: unknown): void => log.error('live.fault', {}, error)
  const post = (message: CoreToFloor): void => floorPort.postMessage(message)
  const line = floorLine({ post, record: (facts) => recordFacts({ journal, kept: tellKept, onFault }, facts) })
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
      if (stored) tellClass({ clock, floor: line, stages }, stored)
    },
  })
  const watchers = new WatchDesk({ engine, crypto, onFault })
  return { journal, clock, crypto, floor: line, stages, watchers, names: new Map(), streamKeys: new Map() }
}

/** Of the class that is in lobby or live, else of the newest draft, else of the newest class. */
function currentCode(journal: Journal): ClassCode {
  const all = classes(journal.query)
  const current = all.find(({ phase }) => phase === 'lobby' || phase === 'live') ?? all.find(({ phase }) => phase === 'draft') ?? all[0]
  if (!current) throw new RangeError('a hub without a class')
  return current.code
}
