import type { CaptureDeps } from '../features/capture/hub/deps.ts'
import { captureAnswers } from '../features/capture/hub/answers.ts'
import { MemoryWindow } from '../features/capture/hub/live-window.ts'
import { DiskRoom } from '../features/capture/hub/recorder/disk-room.ts'
import type { FromRecorder } from '../features/capture/hub/recorder/recorder-messages.ts'
import { RecordingDesk } from '../features/capture/hub/recorder/recording-desk.ts'
import { Sealer } from '../features/capture/hub/recorder/sealer.ts'
import { ffmpegCoder } from '../features/capture/hub/redaction/ffmpeg-coder.ts'
import { openRedactions } from '../features/capture/hub/redaction/redactions.ts'
import type { Redactions } from '../features/capture/hub/redaction/redactions.ts'
import { destroyRecording } from '../features/capture/hub/recording/destroy-recording.ts'
import { recordingDoors } from '../features/capture/hub/recording/doors.ts'
import { openSpan } from '../features/capture/hub/replay/open-span.ts'
import type { SpanToOpen } from '../features/capture/hub/replay/open-span.ts'
import { captureDoors } from '../features/capture/hub/routes.ts'
import { segmentShelf } from '../features/capture/hub/shelf.ts'
import { hasSegments } from '../features/capture/hub/store.ts'
import { tellClass } from '../features/live/hub/class/class-command.ts'
import type { LiveDeps } from '../features/live/hub/deps.ts'
import type { CoreToFloor } from '../features/live/hub/floor/floor-messages.ts'
import { classById } from '../features/live/hub/store.ts'
import { findClass } from '../features/live/hub/views.ts'
import { mayReplay } from '../features/capture/hub/replay/open-replay.ts'
import type { Crypto } from '../kernel/crypto.ts'
import type { ClassId, DeviceId } from '../kernel/ids.ts'
import { MICROS_PER_MS } from '../kernel/time.ts'
import type { WallTime } from '../kernel/time.ts'
import type { MediaEngine } from '../media/engine.ts'
import type { Blobs } from '../platform/blobs.ts'
import type { HubClock } from '../platform/clock.ts'
import type { Mounted } from '../platform/http/mounted.ts'
import type { Journal } from '../platform/journal/journal.ts'
import type { Log } from '../platform/log.ts'
import type { Timers } from '../platform/timers.ts'
import { CaptureKeeper } from './capture-keeper.ts'
import { captureStreams } from './capture-streams.ts'

/** How capture's parts fit together on the core thread. */
export type CaptureCore = {
  readonly deps: CaptureDeps
  readonly window: MemoryWindow
  readonly doors: readonly Mounted[]
  readonly recordings: RecordingDesk
  /** What privacy does with recordings: replaces what is to go, and shows a stretch to whom it concerns. */
  readonly redactions: Redactions
  readonly openSpan: (span: SpanToOpen) => ReturnType<typeof openSpan>
  /** Destroys what is recorded of a class that is over; nothing when nothing is. */
  destroy(code: string, actor: DeviceId): void
  readonly mayReplay: (code: string, device: DeviceId) => boolean
  /** For tests and rehearsals. */
  readonly keeper: CaptureKeeper
  /** Hears what the floor is told, since a class's phase and presenter are in it. */
  onFloor(message: CoreToFloor): void
  onMediaWorking(isWorking: boolean): void
  end(): Promise<void>
}

export type CaptureBase = {
  readonly clock: HubClock
  readonly crypto: Crypto
  readonly timers: Timers
  readonly journal: Journal
  readonly log: Log
  readonly blobs: Blobs
  readonly blobsFolder: string
  /** The program that makes AAC, a path or a name; null: none. */
  readonly ffmpeg: string | null
  readonly engine: () => MediaEngine | null
  readonly live: LiveDeps
}

export function openCapture(base: CaptureBase): CaptureCore {
  const { clock, crypto, timers, journal, log, blobs, live } = base
  const onFault = (error: unknown): void => log.error('capture.fault', {}, error)
  const wallAtZero = Math.round(clock.wall() - clock.now() / MICROS_PER_MS) as WallTime
  const window = new MemoryWindow(wallAtZero, onFault)
  const { recordings, keeper } = recorderOf(base, window, onFault)
  const deps: CaptureDeps = {
    journal, clock, window,
    shelf: segmentShelf({ query: journal.query, blobs }),
    findClass: (code) => findClass(journal.query, code),
  }
  const streams = captureStreams({ deps, journal, crypto, timers, ffmpeg: base.ffmpeg, onFault })
  const tellAll = (classId: ClassId): void => {
    const stored = classById(journal.query, classId)
    if (stored) tellClass(live, stored)
  }
  const recordingDeps = { ...deps, journal, recordings, blobs, tellClass: tellAll, forget: streams.forget, onFault }
  return {
    deps, window, recordings, keeper,
    redactions: openRedactions({ ...deps, crypto, blobs, window, journal, forget: streams.forget, coder: base.ffmpeg === null ? null : ffmpegCoder(base.ffmpeg), onFault }),
    openSpan: (span) => openSpan(streams.deps, span),
    destroy: (code, actor) => {
      if (hasSegments(journal.query, deps.findClass(code).id)) destroyRecording(recordingDeps, code, actor)
    },
    doors: [...captureDoors(streams.deps), ...recordingDoors(recordingDeps)],
    mayReplay: (code, device) => mayReplay(streams.deps, code, device),
    onFloor: guarded(onFault, (message: CoreToFloor) => {
      if (message.type === 'not-ended') recordings.resume(message.classId)
      if (message.type !== 'class') return
      const { id, phase } = message.class
      if (phase === 'lobby' || phase === 'live') keeper.start()
      recordings.onClass(id, phase, live.stages.presenter(id))
    }),
    onMediaWorking: guarded(onFault, (isWorking: boolean) => {
      if (!isWorking) return
      keeper.onMedia()
      recordings.mediaWorks()
    }),
    end: async () => {
      await keeper.end()
      await recordings.end()
      streams.end()
    },
  }
}

/** Whatever fails here costs the recording something, and neither the step of a class that it was told of nor the hub. */
function guarded<Told extends readonly unknown[]>(onFault: (error: unknown) => void, hear: (...told: Told) => void): (...told: Told) => void {
  return (...told) => {
    try {
      hear(...told)
    } catch (error) {
      onFault(error)
    }
  }
}

function recorderOf({ clock, crypto, timers, journal, log, blobs, blobsFolder, engine, live }: CaptureBase, window: MemoryWindow, onFault: (error: unknown) => void): { recordings: RecordingDesk; keeper: CaptureKeeper } {
  const room = new DiskRoom(blobsFolder, () => clock.now())
  const keeper: CaptureKeeper = new CaptureKeeper({
    clock, timers, engine,
    hear: guarded(onFault, (message: FromRecorder) => recordings.hear(message)),
    onWorking: guarded(onFault, (isWorking: boolean, error?: unknown) => {
      if (!isWorking) log.error('capture.died', {}, error)
      recordings.recorderWorks(isWorking)
    }),
  })
  const recordings: RecordingDesk = new RecordingDesk({
    journal, clock, timers, window, room, engine, onFault,
    sealer: (heard) => new Sealer({ journal, crypto, timers, blobs, room, onFault, ...heard }),
    finish: (classId) => keeper.tell({ type: 'finish', classId }),
    tell: (classId, recording) => live.floor.tell({ type: 'recording', classId, recording }),
  })
  return { recordings, keeper }
}

/** What live asks of capture; by the record alone, so that it can be asked before capture stands. */
export function captureOf(journal: Journal, clock: HubClock, finish: (classId: ClassId) => Promise<void>): LiveDeps['capture'] & { readonly isRecorded: (classId: ClassId) => boolean } {
  const answers = captureAnswers(journal.query, clock)
  return { isRecorded: answers.isRecorded, recordedSeconds: answers.recordedSeconds, finish }
}
