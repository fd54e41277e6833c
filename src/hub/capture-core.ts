import type { CaptureDeps } from '../features/capture/hub/deps.ts'
import { MemoryWindow } from '../features/capture/hub/live-window.ts'
import { segmentShelf } from '../features/capture/hub/shelf.ts'
import { findClass } from '../features/live/hub/views.ts'
import { MICROS_PER_MS } from '../kernel/time.ts'
import type { WallTime } from '../kernel/time.ts'
import type { Blobs } from '../platform/blobs.ts'
import type { HubClock } from '../platform/clock.ts'
import type { Journal } from '../platform/journal/journal.ts'
import type { Log } from '../platform/log.ts'

/** How capture's parts fit together on the core thread. */
export type CaptureCore = { readonly deps: CaptureDeps; readonly window: MemoryWindow }

export function openCapture({ clock, journal, log, blobs }: {
  readonly clock: HubClock
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
  return { deps, window }
}
