import { expect, it } from 'vitest'
import { Refused } from '../../../../kernel/failures.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { nodeCrypto } from '../../../../platform/crypto-node.ts'
import type { StreamSource } from './source.ts'
import { StreamDesk } from './stream-desk.ts'
import type { OpenStream } from './stream-desk.ts'

const NOTHING: StreamSource = { main: () => Promise.reject(new Refused('BUSY')), playlist: () => Promise.reject(new Refused('BUSY')), file: () => Promise.reject(new Refused('BUSY')) }
const stream = (of: OpenStream['of'], viewer: string | null): OpenStream => ({ of, viewer, source: NOTHING, right: () => ({ video: true, audio: true }) })

it('keeps nobody from a class that is live, however many watch a recording, each with a key of their own', () => {
  const desk = new StreamDesk({ crypto: nodeCrypto(), now: () => hubTime(0) }, { all: 5, players: 2, ofViewer: 3 })
  for (let viewer = 0; viewer < 5; viewer += 1) desk.add(stream('replay a', `dev ${viewer}`))
  expect(() => desk.add(stream('replay b', 'dev 5'))).toThrow(new Refused('STREAMS_TOO_MANY'))
  for (let viewer = 0; viewer < 5; viewer += 1) desk.add(stream('class c', `seat ${viewer}`))
  expect(() => desk.add(stream('class c', 'seat 5'))).toThrow(new Refused('STREAMS_TOO_MANY'))
  expect(desk.size).toBe(10)
})
