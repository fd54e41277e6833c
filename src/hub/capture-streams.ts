import type { CaptureDeps } from '../features/capture/hub/deps.ts'
import { ffmpegEncoder } from '../features/capture/hub/stream/aac/encoder.ts'
import { openStreams } from '../features/capture/hub/stream/streams.ts'
import { watchingNow } from '../features/live/hub/media/watching-now.ts'
import { runsTheRoom } from '../features/live/hub/media/publish.ts'
import { sittingOf } from '../features/live/hub/store.ts'
import { peopleAnswers } from '../features/people/hub/answers.ts'
import type { Crypto } from '../kernel/crypto.ts'
import type { DeviceId } from '../kernel/ids.ts'
import type { Role } from '../kernel/roles.ts'
import type { Journal } from '../platform/journal/journal.ts'
import type { Timers } from '../platform/timers.ts'

/** Streams of classes and recordings, with what live and people say of who may watch. */
export function captureStreams({ deps, journal, crypto, timers, ffmpeg, onFault }: {
  readonly deps: CaptureDeps
  readonly journal: Journal
  readonly crypto: Crypto
  readonly timers: Timers
  /** The program that makes AAC, as a path or a name; null: none. */
  readonly ffmpeg: string | null
  readonly onFault: (error: unknown) => void
}): ReturnType<typeof openStreams> {
  const people = peopleAnswers(journal.query)
  const rolesOf = (device: DeviceId | null): readonly Role[] => (device === null ? [] : people.rolesOf(device))
  return openStreams({
    ...deps, crypto, timers,
    encoder: ffmpeg === null ? null : ffmpegEncoder(ffmpeg), onFault,
    mayWatch: (code, device) => watchingNow({ journal, clock: deps.clock }, code, { device, roles: rolesOf(device) }),
    replayViewer: (classId, device) => {
      if (runsTheRoom({ roles: rolesOf(device) })) return 'crew'
      return device !== null && sittingOf(journal.query, classId, device) ? 'class' : 'code'
    },
  })
}
