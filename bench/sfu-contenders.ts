import { fileURLToPath } from 'node:url'

import { Child } from '../testkit/media/child.ts'
import type { End } from '../testkit/media/ends.ts'
import { startJanus } from '../testkit/media/janus-server.ts'

const HOST = fileURLToPath(new URL('sfu-host.ts', import.meta.url))
const HOST_WITHIN_MS = 20_000

/** A running SFU: whose CPU counts, and how ends reach it. */
export type Running = AsyncDisposable & {
  readonly pid: number
  publish(end: End): Promise<void>
  view(end: End, count: number): Promise<void>
}

export type ContenderName = 'lectern' | 'janus' | 'janus-2-loops'

export const contenders: Record<ContenderName, () => Promise<Running>> = {
  lectern: startLectern,
  janus: () => startJanusRoom(),
  'janus-2-loops': () => startJanusRoom(2),
}

/** Our engine with a bare WHIP and WHEP listener, in a process of its own. */
export async function startEngine(): Promise<{ readonly child: Child; readonly url: string }> {
  const child = new Child('the engine', process.execPath, [HOST])
  try {
    const [, url = ''] = await child.says(/listening (http:\S+)/, HOST_WITHIN_MS)
    return { child, url }
  } catch (error) {
    await child.stop()
    throw error
  }
}

async function startLectern(): Promise<Running> {
  const { child, url } = await startEngine()
  return {
    pid: child.pid,
    async publish(end) { await end.tell({ do: 'publish-whip', url: `${url}/whip` }, 'published') },
    async view(end, count) { await end.tell({ do: 'view-whep', url: `${url}/whep`, count }, 'viewing') },
    [Symbol.asyncDispose]: () => child.stop(),
  }
}

async function startJanusRoom(eventLoops?: number): Promise<Running> {
  const server = await startJanus(eventLoops === undefined ? {} : { eventLoops })
  let feed: number | undefined
  return {
    pid: server.pid,
    async publish(end) { feed = (await end.tell({ do: 'publish-janus', url: server.url }, 'published')).feed },
    async view(end, count) {
      if (feed === undefined) throw new Error('nobody publishes yet')
      await end.tell({ do: 'view-janus', url: server.url, count, feed }, 'viewing')
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
