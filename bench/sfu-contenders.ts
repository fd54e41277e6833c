import type { End } from '../testkit/media/ends.ts'
import { startJanus } from '../testkit/media/janus-server.ts'
import { startSfuProcess } from '../testkit/media/sfu-process.ts'

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

async function startLectern(): Promise<Running> {
  const engine = await startSfuProcess()
  return {
    pid: engine.pid,
    async publish(end) { await end.tell({ do: 'publish-whip', url: `${engine.url}/whip` }, 'published') },
    async view(end, count) { await end.tell({ do: 'view-whep', url: `${engine.url}/whep`, count }, 'viewing') },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
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
