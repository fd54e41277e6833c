import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { base32 } from '../kernel/bytes.ts'
import { hubTime } from '../kernel/time.ts'
import type { HubTime, WallTime } from '../kernel/time.ts'

/**
 * The hub's epoch lies this far before the machine's monotonic zero. A class that began before a
 * power cut is put back on the new clock at a time before the machine started, and must still have
 * a whole, positive time there; and a jump of a few hours in the wall clock must not run out of it.
 */
const EPOCH_BEFORE_ZERO_MICROS = 90n * 86_400n * 1_000_000n

/** Where hub time comes from. One per thread; all of one machine run agree. */
export type HubClock = {
  /** Names the span within which hub times compare: one run of the machine, or of this process. */
  readonly boot: string
  /** Nanoseconds of `process.hrtime.bigint()` at hub time 0 (negative), for other threads. */
  readonly epoch: bigint
  now(): HubTime
  wall(): WallTime
}

/**
 * Hub time is CLOCK_MONOTONIC, so it goes on when the hub's process is restarted and every phone's
 * idea of it stays good. Where the system cannot say which run of the machine this is, each process
 * is a run of its own.
 */
export function startHubClock(options: { readonly wall?: () => number } = {}): HubClock {
  const wall = options.wall ?? Date.now
  return clockOf(bootName(), -EPOCH_BEFORE_ZERO_MICROS * 1000n, wall)
}

/** The same clock in another thread. */
export function joinHubClock(from: Pick<HubClock, 'boot' | 'epoch'>): HubClock {
  return clockOf(from.boot, from.epoch, Date.now)
}

function clockOf(boot: string, epoch: bigint, wall: () => number): HubClock {
  return {
    boot,
    epoch,
    now: () => hubTime(Number((process.hrtime.bigint() - epoch) / 1000n)),
    wall: () => Math.round(wall()) as WallTime,
  }
}

function bootName(): string {
  return base32(createHash('sha256').update('lectern boot ').update(machineRun()).digest().subarray(0, 10))
}

function machineRun(): Uint8Array {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id')
  } catch {
    return randomBytes(16) // Not Linux: hub times compare within this process alone.
  }
}
