import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { EntryTime } from '../kernel/entry.ts'
import { MICROS_PER_MS } from '../kernel/time.ts'
import type { HubTime, WallTime } from '../kernel/time.ts'

/** What stands behind the wall clock, and how far it may be off in milliseconds; null: nobody knows. */
export type WallQuality = Pick<EntryTime, 'quality' | 'uncertainty'>

/** A wall time that people agreed on: milliseconds since 1970 at hub time 0 of the run of the machine named by `boot`. */
export type AgreedClock = { readonly boot: string; readonly atZero: number; readonly uncertaintyMs: number }

/**
 * Linux calls its clock synchronised while the error it must assume is below sixteen seconds (`MAXPHASE` in
 * the kernel's timex, after which `STA_UNSYNC` is set): more than that is not promised by it.
 */
const SYNCHRONISED_WITHIN_MS = 16_000

/**
 * The wall clock of the box, which a box without a battery may have wrong by years.
 *
 * 1. What was agreed on with the devices of a class counts for the run of the machine it was agreed in, and not
 *    beyond; once the system's own clock is synchronised, that one counts.
 * 2. It changes what entries made from then on say, never one that stands.
 */
export class WallClock {
  readonly boot: string
  readonly #now: () => HubTime
  readonly #system: () => number
  #behind: WallQuality
  #agreed: AgreedClock | null = null

  constructor(deps: { readonly boot: string; readonly now: () => HubTime; readonly system?: () => number; readonly behind?: WallQuality }) {
    this.boot = deps.boot
    this.#now = deps.now
    this.#system = deps.system ?? Date.now
    this.#behind = deps.behind ?? { quality: 'none', uncertainty: null }
  }

  wall(): WallTime {
    const agreed = this.#counts()
    return Math.round(agreed ? agreed.atZero + this.#now() / MICROS_PER_MS : this.#system()) as WallTime
  }

  quality(): WallQuality {
    const agreed = this.#counts()
    return agreed ? { quality: 'peer', uncertainty: agreed.uncertaintyMs } : this.#behind
  }

  /** What the machine itself believes, whatever was agreed: milliseconds since 1970 at hub time 0. */
  systemAtZero(): number {
    return this.#system() - this.#now() / MICROS_PER_MS
  }

  agree(agreed: AgreedClock): void {
    if (agreed.boot === this.boot) this.#agreed = agreed
  }

  /** What the system says of itself now. */
  standsOn(behind: WallQuality): void {
    this.#behind = behind
  }

  #counts(): AgreedClock | null {
    return this.#behind.quality === 'ntp' ? null : this.#agreed
  }
}

/** Asks the system what its clock stands on: a network's time, a battery, or nothing that is known. */
export async function askSystemClock(): Promise<WallQuality> {
  if (await isSynchronised()) return { quality: 'ntp', uncertainty: SYNCHRONISED_WITHIN_MS }
  return { quality: hasBattery() ? 'rtc' : 'none', uncertainty: null }
}

function isSynchronised(): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('timedatectl', ['show', '--property=NTPSynchronized', '--value'], { timeout: 5000 }, (error, stdout) => {
      resolve(error === null && stdout.trim() === 'yes') // Where nobody can say, it is not claimed.
    })
  })
}

/** Whether the system's clock was set from a clock with a battery when the machine started. */
function hasBattery(): boolean {
  try {
    return readFileSync('/sys/class/rtc/rtc0/hctosys', 'utf8').trim() === '1'
  } catch {
    return false // No such clock, or not Linux.
  }
}
