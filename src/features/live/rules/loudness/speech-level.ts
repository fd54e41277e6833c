import { lufsOf, meanSquareOfTenths } from './blocks.ts'

/**
 * Whether a class is spoken loudly enough, for the person who speaks. EBU R 128 aims at -23 LUFS, and its
 * supplement s1 lets no three seconds of a short programme be more than 5 LU louder; as much below is our own
 * choice, so that voices from several sources stay within 10 LU of each other.
 */
export const TARGET_LUFS = -23
export const QUIET_BELOW_LUFS = TARGET_LUFS - 5
export const LOUD_ABOVE_LUFS = TARGET_LUFS + 5
/** Below this nobody speaks: the hum of a room through an open microphone stays under it. */
export const SPEECH_ABOVE_LUFS = -50

/** Blocks of 100 ms that one look takes in: the three seconds of a short-term loudness. */
export const LOOK_BLOCKS = 30
/** Four of them, 400 ms, make a momentary loudness. */
const MOMENTARY_BLOCKS = 4
const RELATIVE_GATE_LU = 10

export type LevelSays = 'silent' | 'quiet' | 'good' | 'loud'

/** Momentary loudness at the end of the blocks (tenths of LUFS each), in LUFS; -Infinity for silence. */
export const momentaryOf = (blocks: readonly number[]): number => lufsOf(mean(blocks.slice(-MOMENTARY_BLOCKS).map(meanSquareOfTenths)))

/**
 * How loud the speech of the last three seconds was, its pauses left out by the gate of ITU-R BS.1770-4: of
 * the 400 ms windows those within 10 LU of their mean. LUFS; null when nobody spoke.
 */
export function speechLevel(blocks: readonly number[]): number | null {
  const powers = blocks.slice(-LOOK_BLOCKS).map(meanSquareOfTenths)
  const first = Math.min(MOMENTARY_BLOCKS, powers.length)
  const windows = powers.slice(first - 1).map((_, at) => mean(powers.slice(at, at + first))).filter((power) => lufsOf(power) > SPEECH_ABOVE_LUFS)
  if (windows.length === 0) return null
  const gate = lufsOf(mean(windows)) - RELATIVE_GATE_LU
  return lufsOf(mean(windows.filter((power) => lufsOf(power) > gate)))
}

export function levelSays(lufs: number | null): LevelSays {
  if (lufs === null) return 'silent'
  if (lufs < QUIET_BELOW_LUFS) return 'quiet'
  return lufs > LOUD_ABOVE_LUFS ? 'loud' : 'good'
}

const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length)
