import { parentPort, workerData } from 'node:worker_threads'
import { Host } from './host.ts'
import { Learner } from './learner.ts'

/**
 * A host and a learner in a thread of their own, for a test whose own thread is the hub's core and
 * stands still. What they lived through is counted in shared memory, on which that thread waits.
 */
export type HeldCoreData = { readonly studioLink: string; readonly base: string; readonly code: string; readonly shared: SharedArrayBuffer }
/** Places in the shared memory. */
export const PLACE = { cueFelt: 0, handSeen: 1, handDone: 2, handKept: 3 } as const

async function main(): Promise<void> {
  if (!parentPort) throw new Error('started as a program')
  const { studioLink, base, code, shared } = workerData as HeldCoreData // Given by the one test that starts this.
  const counts = new Int32Array(shared)
  const mark = (place: number): void => {
    Atomics.add(counts, place, 1)
    Atomics.notify(counts, place)
  }
  const host = await Host.pair(studioLink, code)
  await host.openLobby()
  await host.enter()
  const learner = await Learner.join(base, code)
  await host.begin()
  await learner.page.until('the class to be live', () => learner.page.last('class')?.class.phase === 'live')

  learner.link.on((event) => { if (event.type === 'news' && event.news.type === 'cue') mark(PLACE.cueFelt) })
  host.page.link?.on((event) => {
    if (event.type === 'news' && event.news.type === 'seat' && event.news.line.handSince !== null) mark(PLACE.handSeen)
  })
  parentPort.on('message', (what: 'act' | 'end') => {
    if (what === 'end') {
      host.close()
      learner.close()
      parentPort?.close()
      return
    }
    host.press()
    const hand = learner.raiseHand()
    void hand.done.then(() => mark(PLACE.handDone))
    void hand.kept.then(() => mark(PLACE.handKept))
  })
  parentPort.postMessage('ready')
}

if (parentPort) await main()
