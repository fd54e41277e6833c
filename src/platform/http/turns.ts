import type { ServerResponse } from 'node:http'
import { Refused } from '../../kernel/failures.ts'

/** Takes a turn for this answer, which ends with it. Throws `Refused('BUSY')` when too many are being answered. */
export type TakeTurn = (path: string, address: string, response: Pick<ServerResponse, 'once'>) => void

/** Together, and of one address: who reads slowly holds up neither the memory nor everybody else. */
const MOST_AT_ONCE = 12
const MOST_PER_ADDRESS = 4

/**
 * For doors that answer with whole files. A class fetches the same file in the same moment, and each
 * answer is in memory until its reader has taken it; who is turned away asks again a little later.
 */
export function turnsFor(doors: readonly RegExp[]): TakeTurn {
  const turns = new Map<string, number>()
  let all = 0
  return (path, address, response) => {
    if (!doors.some((door) => door.test(path))) return
    const own = turns.get(address) ?? 0
    if (all >= MOST_AT_ONCE || own >= MOST_PER_ADDRESS) throw new Refused('BUSY')
    all++
    turns.set(address, own + 1)
    response.once('close', () => {
      all--
      const left = (turns.get(address) ?? 1) - 1
      if (left > 0) turns.set(address, left)
      else turns.delete(address)
    })
  }
}
