/**
 * Loudness of short blocks, as pages measure it and the box adds it up: tenths of LUFS, whole numbers.
 * The class's sound goes out as one channel, and one channel is what is measured.
 */

/** ITU-R BS.1770-4: loudness is this much above ten times the logarithm of the weighted mean square. */
const OFFSET = -0.691
/** Length of a block in milliseconds: a gating block of the recommendation (400 ms, overlapping by 75 %) is four of them. */
export const BLOCK_MS = 100
/** Stands for silence, and for all that is quieter than the recommendation's absolute gate. */
export const SILENT_TENTHS = -700
const LOUDEST_TENTHS = 100

/** LUFS of a K-weighted mean square; full scale is 1. -Infinity for nothing at all. */
export const lufsOf = (meanSquare: number): number => OFFSET + 10 * Math.log10(meanSquare)

/** The way back: K-weighted mean square of a loudness in LUFS. */
export const meanSquareOf = (lufs: number): number => 10 ** ((lufs - OFFSET) / 10)

/** As the message `loudness` carries it. */
export function tenthsOf(meanSquare: number): number {
  const tenths = Math.round(lufsOf(meanSquare) * 10)
  return Number.isFinite(tenths) ? Math.min(LOUDEST_TENTHS, Math.max(SILENT_TENTHS, tenths)) : SILENT_TENTHS
}

/** Mean square of what a block's tenths say; 0 of silence. */
export const meanSquareOfTenths = (tenths: number): number => (tenths <= SILENT_TENTHS ? 0 : meanSquareOf(tenths / 10))

export function meanSquare(samples: Float32Array | Float64Array, from = 0, to = samples.length): number {
  let sum = 0
  for (let at = from; at < to; at++) sum += (samples[at] ?? 0) ** 2
  return to > from ? sum / (to - from) : 0
}
