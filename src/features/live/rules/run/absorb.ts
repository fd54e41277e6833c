import { type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { RunItem } from '../../wire/run.ts'

/** Nobody gives up more than two thirds of an item, nor the last half minute of it. */
const KEEPS_SHARE = 3
const KEEPS_AT_LEAST: Micros = 30 * MICROS_PER_SECOND

/**
 * Takes `time` from the items ahead, from place `from` on: the first gives all it can before the one
 * after it gives anything. What nobody can give is not taken: the end moves back by it.
 */
export function absorbed(items: readonly RunItem[], from: number, time: Micros): RunItem[] {
  let wanted = time
  return items.map((item, place) => {
    if (place < from || item.state !== 'ahead' || wanted <= 0) return item
    const gives = Math.min(wanted, Math.max(0, item.length - leastOf(item)))
    wanted -= gives
    return gives > 0 ? { ...item, length: item.length - gives } : item
  })
}

/** Gives `time` back to those ahead that have less than was planned, the first before the others. */
export function givenBack(items: readonly RunItem[], from: number, time: Micros): RunItem[] {
  let left = time
  return items.map((item, place) => {
    if (place < from || item.state !== 'ahead' || left <= 0) return item
    const gets = Math.min(left, Math.max(0, item.seconds * MICROS_PER_SECOND - item.length))
    left -= gets
    return gets > 0 ? { ...item, length: item.length + gets } : item
  })
}

/**
 * Down to where an item may be shortened by those before it: of what was planned, or what it ran already. One that
 * ends by itself and was left keeps what it has left: with nothing left it would begin anew, and the end move by all of it.
 */
function leastOf(item: RunItem): Micros {
  const ran = item.ran ?? 0
  if (item.overrun === 'cut' && ran > 0) return item.length
  const planned = item.seconds * MICROS_PER_SECOND
  return Math.max(Math.ceil(planned / KEEPS_SHARE), Math.min(planned, KEEPS_AT_LEAST), ran)
}
