import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newId } from '../../../../kernel/ids.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { nodeCrypto } from '../../../../platform/crypto-node.ts'
import type { StoredSegment } from '../segments.ts'
import { initOf, listOf, RecordedLists, TRACKS } from './recorded-lists.ts'

const ids = Array.from({ length: 5 }, () => newId('cls', nodeCrypto())) as [ClassId, ...ClassId[]]
const segment = (number: number): StoredSegment => ({
  number, from: hubTime(number * 2e6), to: hubTime((number + 1) * 2e6), wall: number as WallTime, discontinuity: number === 1,
  parts: [{ track: 'audio', codec: 'opus', bytes: 1, init: 'ab'.repeat(32) }], blob: { sha256: 'x', bytes: 17 },
})

it('lists a recording of a class that is over once for everybody, and that of one that goes on anew for each', () => {
  const segments = [segment(0)]
  let read = 0
  const lists = new RecordedLists({ segments: () => { read += 1; return [...segments] } })
  const [first] = ids
  expect(lists.of(first, false)).toHaveLength(1)
  segments.push(segment(1))
  const whole = lists.of(first, true)
  expect(whole.map(({ discontinuities }) => discontinuities)).toEqual([0, 1])
  expect(lists.of(first, true)).toBe(whole)
  expect(read).toBe(2)
  lists.forget(first)
  segments.length = 0
  expect([lists.of(first, true), lists.of(first, true)]).toEqual([[], []])
  expect(read).toBe(4)
})

it('holds the lists of four classes', () => {
  const read: ClassId[] = []
  const lists = new RecordedLists({ segments: (id) => { read.push(id); return [segment(0)] } })
  for (const id of [...ids, ...ids.slice(1), ids[0]]) lists.of(id, true)
  expect(read).toEqual([...ids, ids[0]])
})

/** Init segments of each track, one letter each; a track that is missing has none. */
const shape = fc.record({ video: fc.constantFrom('a', 'b', undefined), audio: fc.constantFrom('c', 'd', undefined), discontinuity: fc.boolean() })
  .filter(({ video, audio }) => video !== undefined || audio !== undefined)

it('breaks where a segment was sealed with a break, and wherever the init segment of a track is another one than before, whatever was replaced', () => {
  fc.assert(fc.property(fc.array(shape, { minLength: 1, maxLength: 12 }), (shapes) => {
    const listed = listOf(shapes.map(({ video, audio, discontinuity }, number): StoredSegment => ({
      ...segment(number), discontinuity: discontinuity && number > 0,
      parts: [...(video === undefined ? [] : [{ track: 'video' as const, codec: 'avc1', bytes: 1, init: video }]), ...(audio === undefined ? [] : [{ track: 'audio' as const, codec: 'opus', bytes: 1, init: audio }])],
    })))
    let count = 0
    for (const [number, { discontinuity, discontinuities, sources, segment: { discontinuity: wasSealedSo } }] of listed.entries()) {
      const before = listed[number - 1]
      const differs = before !== undefined && TRACKS.some((track) => initOf(before.sources, track) !== initOf(sources, track))
      expect(discontinuity).toBe(wasSealedSo || differs)
      count += Number(discontinuity)
      expect(discontinuities).toBe(count)
    }
    expect(listed[0]?.discontinuity).toBe(false)
  }))
})
