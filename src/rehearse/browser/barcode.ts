/**
 * A number drawn as black and white cells that survives scaling and coding: 32 bits, a checksum of 8,
 * across the top of the picture. Pure arithmetic; drawing and reading pixels is the callers' part.
 */
export const CELLS = 40
/** Height of the strip as a share of the picture's. */
export const STRIP = 0.12

export function cellsOf(value: number): boolean[] {
  const bits = value >>> 0
  const check = checksum(bits)
  return Array.from({ length: CELLS }, (_, cell) => (cell < 32 ? (bits >>> (31 - cell)) & 1 : (check >>> (39 - cell)) & 1) === 1)
}

/** Undefined when the cells hold no number: a torn, half-decoded or foreign picture. */
export function valueOf(cells: readonly boolean[]): number | undefined {
  if (cells.length !== CELLS) return undefined
  const number = (part: readonly boolean[]): number => part.reduce((value, cell) => ((value << 1) | (cell ? 1 : 0)) >>> 0, 0)
  const bits = number(cells.slice(0, 32))
  return number(cells.slice(32)) === checksum(bits) ? bits : undefined
}

/** Four bytes folded with a multiplier, so that an all-black or all-white strip is no number. */
function checksum(bits: number): number {
  let sum = 0xa5
  for (let shift = 24; shift >= 0; shift -= 8) sum = ((sum * 31) ^ ((bits >>> shift) & 0xff)) & 0xff
  return sum
}
