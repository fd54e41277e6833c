import type { ServerResponse } from 'node:http'
import { Refused } from '../../kernel/failures.ts'

/** Takes a turn for this answer, which ends with it. Throws `Refused('BUSY')` when too many are being answered. */
export type TakeTurn = (path: string, address: string, response: Pick<ServerResponse, 'once'>) => void

export type TurnLimits = { readonly atOnce: number; readonly perAddress: number }

/** Together, and of one address: who reads slowly holds up neither the memory nor everybody else. */
const FILES: TurnLimits = { atOnce: 12, perAddress: 4 }

/**
 * For doors that answer with whole files. A class fetches the same file in the same moment, and each
 * answer is in memory until its reader has taken it; who is turned away asks again a little later.
 */
export function turnsFor(doors: readonly RegExp[], { atOnce, perAddress }: TurnLimits = FILES): TakeTurn {
  const turns = new Map<string, number>()
  let all = 0
  return (path, address, response) => {
    if (!doors.some((door) => door.test(path))) return
    const own = turns.get(address) ?? 0
    if (all >= atOnce || own >= perAddress) throw new Refused('BUSY')
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
