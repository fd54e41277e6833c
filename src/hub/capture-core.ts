import type { CaptureDeps } from '../features/capture/hub/deps.ts'
import { MemoryWindow } from '../features/capture/hub/live-window.ts'
import { segmentShelf } from '../features/capture/hub/shelf.ts'
import { captureDoors } from '../features/capture/hub/routes.ts'
import { findClass } from '../features/live/hub/views.ts'
import type { Crypto } from '../kernel/crypto.ts'
import { MICROS_PER_MS } from '../kernel/time.ts'
import type { WallTime } from '../kernel/time.ts'
import type { Blobs } from '../platform/blobs.ts'
import type { HubClock } from '../platform/clock.ts'
import type { Mounted } from '../platform/http/mounted.ts'
import type { Journal } from '../platform/journal/journal.ts'
import type { Log } from '../platform/log.ts'
import type { Timers } from '../platform/timers.ts'
import { captureStreams } from './capture-streams.ts'

/** How capture's parts fit together on the core thread. */
export type CaptureCore = { readonly deps: CaptureDeps; readonly window: MemoryWindow; readonly doors: readonly Mounted[]; end(): void }

export function openCapture({ clock, crypto, timers, journal, log, blobs }: {
  readonly clock: HubClock
  readonly crypto: Crypto
  readonly timers: Timers
  readonly journal: Journal
  readonly log: Log
  readonly blobs: Blobs
}): CaptureCore {
  const wallAtZero = Math.round(clock.wall() - clock.now() / MICROS_PER_MS) as WallTime
  const window = new MemoryWindow(wallAtZero, (error) => log.error('capture.fault', {}, error))
  const deps: CaptureDeps = {
    journal, clock, window,
    shelf: segmentShelf({ query: journal.query, blobs }),
    findClass: (code) => findClass(journal.query, code),
  }
  const streams = captureStreams({ deps, journal, crypto, timers })
  return { deps, window, doors: captureDoors(streams.deps), end: streams.end }
}
