import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, it, vi } from 'vitest'
import { PLACE } from '../../testkit/held-core-people.ts'
import type { HeldCoreData } from '../../testkit/held-core-people.ts'
import { TestHub } from '../../testkit/hub.ts'
import { waitFor } from '../../testkit/wait-for.ts'

const WITHIN_MS = 15_000
vi.setConfig({ testTimeout: 60_000 })

it('sends cues and shows hands while the core stands still, and calls nothing kept meanwhile', async () => {
  await using hub = await TestHub.start()
  const { studioLink, code } = hub.hub.invitation()
  const shared = new SharedArrayBuffer(16)
  const counts = new Int32Array(shared)
  const workerData: HeldCoreData = { studioLink: studioLink.replace('localhost', '127.0.0.1'), base: hub.base, code, shared }
  const people = new Worker(new URL('../../testkit/held-core-people.ts', import.meta.url), { workerData })
  await once(people, 'message')

  people.postMessage('act')
  // This thread is the core. It does nothing until what it waits for has happened without it.
  for (const place of [PLACE.cueFelt, PLACE.handSeen, PLACE.handDone]) {
    if (Atomics.load(counts, place) === 0) expect(Atomics.wait(counts, place, 0, WITHIN_MS)).not.toBe('timed-out')
  }
  expect(Atomics.load(counts, PLACE.handKept)).toBe(0)

  await waitFor('the hand to be kept once the core goes on', () => Atomics.load(counts, PLACE.handKept) === 1, { within: WITHIN_MS })
  const gone = once(people, 'exit')
  people.postMessage('end')
  await gone
})
