import type { Loudness } from '../../wire/words.ts'
import { lufsOf, meanSquareOf, meanSquareOfTenths } from './blocks.ts'

/**
 * Loudness of a programme (EBU R128), added up from blocks of 100 ms. Integrated loudness is gated as ITU-R
 * BS.1770-4 says: blocks of 400 ms, one every 100 ms; those above -70 LUFS, and of these those above their
 * mean less 10 LU. Loudness range is EBU Tech 3342's: of windows of 3 s, one every 100 ms, those above -70 LUFS
 * and above their mean less 20 LU, the 95th percentile less the 10th.
 */
const GATING_BLOCKS = 4
const SHORT_TERM_BLOCKS = 30
const RELATIVE_GATE = { integrated: -10, range: -20 } as const
const RANGE_FROM = 0.1
const RANGE_TO = 0.95

/**
 * 1. Memory does not grow: windows are counted by their loudness in steps of {@link STEP_LU}, and each step
 *    keeps the sum of its power, so that means are exact and only a gate's edge is as coarse as a step.
 * 2. No window reaches over an interruption.
 */
export class ProgrammeLoudness {
  readonly #recent: number[] = []
  readonly #gating = new Levels()
  readonly #range = new Levels()

  /** A block's loudness in tenths of LUFS. `counts`: it belongs to the programme; others are for {@link shortTerm} alone. */
  take(tenths: number, counts: boolean): void {
    this.#recent.push(meanSquareOfTenths(tenths))
    if (this.#recent.length > SHORT_TERM_BLOCKS) this.#recent.shift()
    if (!counts) return
    if (this.#recent.length >= GATING_BLOCKS) this.#gating.add(mean(this.#recent.slice(-GATING_BLOCKS)))
    if (this.#recent.length >= SHORT_TERM_BLOCKS) this.#range.add(mean(this.#recent))
  }

  /** What follows does not belong to what was heard before. */
  interrupt(): void {
    this.#recent.length = 0
  }

  /** Of the last three seconds, or what there is of them; tenths of LUFS, null for silence. */
  shortTerm(): number | null {
    const lufs = this.#recent.length === 0 ? -Infinity : lufsOf(mean(this.#recent))
    return lufs > LOWEST_LUFS ? Math.round(lufs * 10) : null
  }

  /** Tenths; null while nothing was louder than the absolute gate. */
  programme(): Loudness {
    const integrated = this.#gating.meanAbove(RELATIVE_GATE.integrated)
    const [low, high] = this.#range.percentiles(RELATIVE_GATE.range, RANGE_FROM, RANGE_TO)
    return {
      integrated: integrated === undefined ? null : Math.round(integrated * 10),
      range: low === undefined || high === undefined ? null : Math.round((high - low) * 10),
    }
  }
}

const STEP_LU = 0.1
/** The absolute gate. */
const LOWEST_LUFS = -70
const STEPS = 800

/** How often each loudness came, above the absolute gate. */
class Levels {
  readonly #counts = new Uint32Array(STEPS)
  readonly #power = new Float64Array(STEPS)

  add(meanSquare: number): void {
    const lufs = lufsOf(meanSquare)
    if (!(lufs > LOWEST_LUFS)) return
    const step = Math.min(STEPS - 1, Math.floor((lufs - LOWEST_LUFS) / STEP_LU))
    this.#counts[step] = (this.#counts[step] ?? 0) + 1
    this.#power[step] = (this.#power[step] ?? 0) + meanSquare
  }

  /** Mean in LUFS of what is louder than the mean of all by `gate` LU; undefined of nothing. */
  meanAbove(gate: number): number | undefined {
    return meanOf(this.#above(gate))
  }

  /** Loudness in LUFS at each part of the way from the quietest to the loudest of what passes the gate. */
  percentiles(gate: number, ...parts: readonly number[]): (number | undefined)[] {
    const passed = this.#above(gate)
    const count = passed.reduce((sum, one) => sum + one.count, 0)
    return parts.map((part) => {
      let before = Math.round((count - 1) * part)
      for (const { count: here, power } of passed) {
        if (before < here) return lufsOf(power / here)
        before -= here
      }
      return undefined
    })
  }

  #above(gate: number): Level[] {
    const all = [...this.#counts].flatMap((count, step) => (count === 0 ? [] : [{ count, power: this.#power[step] ?? 0 }]))
    const loudness = meanOf(all)
    if (loudness === undefined) return []
    const least = meanSquareOf(loudness + gate)
    return all.filter(({ count, power }) => power / count > least)
  }
}

type Level = { readonly count: number; /** Sum of mean squares. */ readonly power: number }

function meanOf(levels: readonly Level[]): number | undefined {
  const count = levels.reduce((sum, one) => sum + one.count, 0)
  return count === 0 ? undefined : lufsOf(levels.reduce((sum, one) => sum + one.power, 0) / count)
}

function mean(powers: readonly number[]): number {
  return powers.reduce((sum, one) => sum + one, 0) / powers.length
}
