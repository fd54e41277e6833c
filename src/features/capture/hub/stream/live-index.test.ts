import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { plainFilm } from '../../../../../testkit/streams/plain-film.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { HubTime, WallTime } from '../../../../kernel/time.ts'
import { nodeCrypto } from '../../../../platform/crypto-node.ts'
import { MemoryWindow } from '../live-window.ts'
import { LiveIndex } from './live-index.ts'

const classId = newId('cls', nodeCrypto())
const film = plainFilm()
let clock: HandClock
let window: MemoryWindow
let index: LiveIndex

beforeEach(() => {
  clock = new HandClock()
  window = new MemoryWindow(0 as WallTime, (error) => { throw error })
  index = new LiveIndex(window, clock)
})

/** Puts segments into the window. Answers how to find out which of them are still in memory. */
function show(from: number, count: number): () => number {
  const shown = Array.from({ length: count }, (_, number) => {
    const closed = film.segment(from + number, 0 as HubTime)
    const own = { ...closed, parts: closed.parts.map((part) => ({ ...part, content: new Uint8Array(part.content) })) }
    window.put(classId, own, film.inits)
    return new WeakRef(own.parts[0]?.content ?? own)
  })
  return () => shown.filter((one) => one.deref() !== undefined).length
}

/** In a turn of its own: what a weak reference was read for stays to the end of the turn. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 3; round++) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    collect()
  }
}

describe('what playlists know of the live window', () => {
  it('holds in memory what the window holds, however long the class goes on', async () => {
    const alive = show(0, 120)
    await collectGarbage()
    expect(alive()).toBe(index.segments(classId).length)
  })

  it('holds nothing of a class that is over, and counts on should it run again', async () => {
    const alive = show(0, 20)
    window.forget(classId)
    expect(index.segments(classId)).toEqual([])
    show(20, 1)
    expect(index.segments(classId)[0]?.segment.sequence).toBe(20)
    window.forget(classId)
    await collectGarbage()
    expect(alive()).toBe(0)
  })

  it('keeps nobody waiting for more of a class that is over', async () => {
    show(0, 1)
    const waiting = index.reach(classId, 1, 6000)
    window.forget(classId)
    await expect(waiting).resolves.toBeUndefined()
  })
})
