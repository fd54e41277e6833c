import { setTimeout as pause } from 'node:timers/promises'

/** Does something so many times, evenly over so many seconds. */
export function spreadOver<T>(seconds: number, times: number, work: (place: number) => Promise<T>): Promise<T>[] {
  return Array.from({ length: times }, async (_, place) => {
    await pause((place / times) * seconds * 1000)
    return work(place)
  })
}
