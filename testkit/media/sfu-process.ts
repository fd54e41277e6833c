import { fileURLToPath } from 'node:url'

import type { EngineEvent, EngineStats } from '../../src/media/engine.ts'
import { Child } from './child.ts'

const PROGRAM = fileURLToPath(new URL('sfu-program.ts', import.meta.url))
const START_WITHIN_MS = 30_000

export type SfuProcess = AsyncDisposable & {
  readonly pid: number
  /** WHIP is at `/whip`, WHEP at `/whep`. */
  readonly url: string
  /** All that the engine reported since it started. */
  events(): Promise<readonly EngineEvent[]>
  stats(): Promise<EngineStats>
}

/** Starts {@link ./sfu-host.ts} in a process of its own. */
export async function startSfuProcess(): Promise<SfuProcess> {
  const child = new Child('the engine', process.execPath, [PROGRAM])
  const fetched = async (url: string): Promise<unknown> => (await fetch(url)).json()
  try {
    const [, url = ''] = await child.says(/listening (http:\S+)/, START_WITHIN_MS)
    return {
      pid: child.pid, url,
      // Both ends of these two are ours and of one version.
      events: async () => await fetched(`${url}/events`) as EngineEvent[],
      stats: async () => await fetched(`${url}/stats`) as EngineStats,
      [Symbol.asyncDispose]: () => child.stop(),
    }
  } catch (error) {
    await child.stop()
    throw error
  }
}
