import type { ClassId, PublisherId } from '../../../../kernel/ids.ts'
import { MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { MediaEngine } from '../../../../media/engine.ts'
import type { HubClock } from '../../../../platform/clock.ts'
import type { Journal } from '../../../../platform/journal/journal.ts'
import type { Timers } from '../../../../platform/timers.ts'
import type { ClassPhase } from '../../../live/wire/words.ts'
import { isOnThroughout } from '../../rules/gaps.ts'
import { recordingState } from '../../rules/recording-state.ts'
import type { Recording } from '../../wire/words.ts'
import type { MemoryWindow } from '../live-window.ts'
import { asTold, keptOf, storedRecording, switchesOnClock } from '../store.ts'
import type { DiskRoom } from './disk-room.ts'
import { NO_STREAMS } from './recorder-messages.ts'
import type { FromRecorder, RecordedStreams } from './recorder-messages.ts'
import type { Sealer, SealerDeps, ToSeal } from './sealer.ts'

export type RecordingDeskDeps = {
  readonly journal: Pick<Journal, 'query'>
  readonly clock: HubClock
  readonly timers: Timers
  readonly window: MemoryWindow
  readonly room: Pick<DiskRoom, 'freeBytes' | 'look'>
  readonly sealer: (heard: Pick<SealerDeps, 'onKept' | 'onState'>) => Sealer
  /** Null while media does not work. */
  readonly engine: () => Pick<MediaEngine, 'setTap'> | null
  /** Asks the recorder to close what is open; false when there is none to ask. */
  readonly finish: (classId: ClassId) => boolean
  /** Tells the studios. */
  readonly tell: (classId: ClassId, recording: Recording) => void
  readonly onFault: (error: unknown) => void
}

/** A class that goes on, as the recorder sees it. */
type Going = {
  readonly classId: ClassId
  presenter: PublisherId | null
  /** Whom the engine was last told of; undefined: not told. */
  aimed: PublisherId | null | undefined
  isLive: boolean
  expectedSince: HubTime
  streams: RecordedStreams
  last: { readonly at: HubTime; readonly tracks: Recording['tracks'] } | null
  laggedAt: HubTime | null
  /** Where the last segment ended that was for the record. */
  recordedTo: HubTime | null
  told: string
}

/** How long the end of a class waits for its last segment. */
const FINISH_WITHIN_MS = 3000
const LOOK_EVERY_MS = 1000
/** A segment that begins so much later than the one before ended leaves something out. */
const MISSING = MICROS_PER_SECOND / 2

/**
 * What is recorded of the classes that go on.
 *
 * 1. Every segment of a live class reaches the live window; the disk only those that lie wholly in time that is on the record.
 * 2. Whatever fails here changes a lamp, and nothing of the class.
 * 3. Only the presenter is recorded, also while a guest's picture covers theirs.
 */
export class RecordingDesk {
  readonly #deps: RecordingDeskDeps
  readonly #going = new Map<ClassId, Going>()
  readonly #sealer: Sealer
  readonly #finishing = new Map<ClassId, () => void>()
  #sealing: 'disk-full' | 'disk-failing' | null = null
  #recorderWorks = true
  #diedAt: HubTime | null = null
  #ended = false

  constructor(deps: RecordingDeskDeps) {
    this.#deps = deps
    this.#sealer = deps.sealer({
      onKept: (sealed) => this.#onKept(sealed),
      onState: (why) => {
        this.#sealing = why
        this.#tellAll()
      },
    })
    this.#look()
  }

  /** How a class stands now. */
  onClass(classId: ClassId, phase: ClassPhase, presenter: PublisherId | null): void {
    if (phase !== 'lobby' && phase !== 'live') {
      this.#over(classId)
      return
    }
    const going = this.#going.get(classId) ?? this.#new(classId)
    if (phase === 'live' && !going.isLive) going.expectedSince = this.#deps.clock.now()
    going.isLive = phase === 'live'
    going.presenter = presenter
    this.#aim(going)
    this.#tell(going)
  }

  /** The host put the class on the record or took it off. */
  switched(classId: ClassId): void {
    const going = this.#going.get(classId)
    if (!going) return
    going.expectedSince = this.#deps.clock.now()
    going.recordedTo = null
    this.#tell(going)
  }

  recording(classId: ClassId): Recording {
    const { journal: { query }, clock, room } = this.#deps
    const going = this.#going.get(classId)
    const stored = storedRecording(query, classId)
    const kept = keptOf(query, classId, clock)
    const switched = switchesOnClock(query, classId, clock).at(-1)?.at
    return recordingState({
      isOn: stored.isOn, isLive: going?.isLive ?? false,
      since: switched === undefined ? null : asTold(switched),
      keptTo: kept.to, keptSeconds: kept.seconds,
      expectedSince: going?.expectedSince ?? clock.now(),
      lastSegment: going?.last ?? null,
      hasUnkeepablePicture: going?.streams.video === 'codec',
      recorderWorks: this.#recorderWorks, laggedAt: going?.laggedAt ?? null,
      sealing: this.#sealing, freeBytes: room.freeBytes, bytesPerSecond: this.#rate(classId),
    }, clock.now())
  }

  /** Closes and keeps the last segment of a class that ends: what comes after its last entry would not be of it. */
  async finish(classId: ClassId): Promise<void> {
    const going = this.#going.get(classId)
    if (!going?.isLive) return
    this.#attempt(this.#deps.engine()?.setTap(classId, undefined))
    going.aimed = null
    const done = Promise.withResolvers<void>()
    const late = this.#deps.timers.after(FINISH_WITHIN_MS, done.resolve)
    this.#finishing.set(classId, done.resolve)
    if (!this.#deps.finish(classId)) done.resolve()
    await done.promise
    this.#finishing.delete(classId)
    const settled = Promise.withResolvers<void>()
    const tooLate = this.#deps.timers.after(FINISH_WITHIN_MS, settled.resolve)
    void this.#sealer.settled().then(settled.resolve)
    await settled.promise
    this.#sealer.giveUp(classId)
    late()
    tooLate()
  }

  /** The class goes on after all. */
  resume(classId: ClassId): void {
    const going = this.#going.get(classId)
    if (going) this.#aim(going)
  }

  hear(message: FromRecorder): void {
    const going = this.#going.get(message.classId)
    if (message.type === 'finished') this.#finishing.get(message.classId)?.()
    if (!going) return
    if (message.type === 'streams') going.streams = message.streams
    else if (message.type === 'lagging') going.laggedAt = this.#deps.clock.now()
    else if (message.type === 'segment') this.#onSegment(going, message)
    this.#tell(going)
  }

  /** The recorder's thread died, or is there again. */
  recorderWorks(isWorking: boolean): void {
    this.#recorderWorks = isWorking
    if (!isWorking) this.#diedAt = this.#deps.clock.now()
    if (!isWorking) for (const done of this.#finishing.values()) done()
    this.#tellAll()
  }

  /** Media works (again), and knows of no room. */
  mediaWorks(): void {
    for (const going of this.#going.values()) {
      going.aimed = undefined
      this.#aim(going)
    }
  }

  async end(): Promise<void> {
    this.#ended = true
    await this.#sealer.settled()
    this.#sealer.end()
  }

  #new(classId: ClassId): Going {
    const now = this.#deps.clock.now()
    const going: Going = {
      classId, presenter: null, aimed: undefined, isLive: false, expectedSince: now, streams: NO_STREAMS, last: null, laggedAt: null, recordedTo: null, told: '',
    }
    this.#going.set(classId, going)
    return going
  }

  #aim(going: Going): void {
    const wanted = going.isLive ? going.presenter : null
    const engine = this.#deps.engine()
    if (!engine || wanted === going.aimed || this.#finishing.has(going.classId)) return
    if (wanted === null && going.aimed === undefined) return
    going.aimed = wanted
    if (wanted === null) going.streams = NO_STREAMS
    this.#attempt(engine.setTap(going.classId, wanted ?? undefined))
  }

  #over(classId: ClassId): void {
    const going = this.#going.get(classId)
    if (!going) return
    this.#attempt(this.#deps.engine()?.setTap(classId, undefined))
    this.#deps.finish(classId)
    this.#going.delete(classId)
    this.#deps.window.forget(classId)
    this.#deps.tell(classId, this.recording(classId))
  }

  #onSegment(going: Going, { classId, closed, inits }: Extract<FromRecorder, { type: 'segment' }>): void {
    const segment = this.#deps.window.put(classId, closed, inits)
    const has = (track: 'audio' | 'video'): boolean => segment.parts.some((part) => part.track === track)
    going.last = { at: this.#deps.clock.now(), tracks: { video: has('video'), audio: has('audio') } }
    const { journal: { query }, clock } = this.#deps
    if (!isOnThroughout(switchesOnClock(query, classId, clock), segment)) return
    const expected = going.recordedTo
    if (expected !== null && segment.from - expected > MISSING) this.#sealer.lose({ classId, from: expected, to: segment.from, why: this.#whyMissing(going, expected) })
    going.recordedTo = segment.to
    this.#sealer.add({ classId, segment, inits })
  }

  #whyMissing({ laggedAt }: Going, since: HubTime): 'recorder-died' | 'lagging' | 'no-media' {
    if (this.#diedAt !== null && this.#diedAt >= since) return 'recorder-died'
    return laggedAt !== null && laggedAt >= since ? 'lagging' : 'no-media'
  }

  #onKept({ classId }: ToSeal): void {
    const going = this.#going.get(classId)
    if (going) this.#tell(going)
  }

  #rate(classId: ClassId): number | null {
    const segments = this.#deps.window.segments(classId)
    const [first, last] = [segments[0], segments.at(-1)]
    if (!first || !last || last.to <= first.from) return null
    const bytes = segments.reduce((sum, { parts }) => sum + parts.reduce((all, part) => all + part.bytes, 0), 0)
    return (bytes * MICROS_PER_SECOND) / (last.to - first.from)
  }

  #look(): void {
    this.#deps.timers.after(LOOK_EVERY_MS, () => {
      if (this.#ended) return // The record is being closed.
      this.#attempt(this.#deps.room.look())
      try {
        this.#tellAll()
      } catch (error) {
        this.#deps.onFault(error)
      }
      this.#look()
    })
  }

  #tellAll(): void {
    for (const going of this.#going.values()) this.#tell(going)
  }

  /** What is new to a studio; how long the disk lasts is not news by itself. */
  #tell(going: Going): void {
    const recording = this.recording(going.classId)
    const news = JSON.stringify({ ...recording, roomForSeconds: recording.roomForSeconds === null ? null : Math.floor(recording.roomForSeconds / 60) })
    if (news === going.told) return
    going.told = news
    this.#deps.tell(going.classId, recording)
  }

  #attempt(work: Promise<void> | undefined): void {
    work?.catch(this.#deps.onFault)
  }
}
