import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hubTime } from '../../../kernel/time.ts'
import { gapsOf, isOnThroughout, recordedSeconds, settledPart } from './gaps.ts'
import type { RecordedClass } from './gaps.ts'

const s = (seconds: number) => hubTime(seconds * 1_000_000)
const stretch = (from: number, to: number) => ({ from: s(from), to: s(to) })
const recorded = (over: Partial<RecordedClass>): RecordedClass => ({
  ...stretch(0, 20), switches: [{ at: s(0), on: true }], segments: [stretch(0, 20)], losses: [], ...over,
})
const seconds = (gaps: ReturnType<typeof gapsOf>) => gaps.map(({ from, to, why }) => [from / 1e6, to / 1e6, why])

describe('the gaps of a recording', () => {
  it('are none where segments lie one after another', () => {
    expect(gapsOf(recorded({ segments: [stretch(0, 8), stretch(8, 20)] }))).toEqual([])
  })

  it('say why: off the record, lost, or a recorder that was not there', () => {
    const gaps = gapsOf(recorded({
      switches: [{ at: s(2), on: true }, { at: s(6), on: false }, { at: s(8), on: true }],
      segments: [stretch(2, 6), stretch(8, 10), stretch(14, 16)],
      losses: [{ ...stretch(10, 12), why: 'disk-full' }],
    }))
    expect(seconds(gaps)).toEqual([[0, 2, 'off'], [6, 8, 'off'], [10, 12, 'disk-full'], [12, 14, 'recorder-died'], [16, 20, 'recorder-died']])
  })

  it('are not told of the newest end of a class that goes on', () => {
    const going = recorded({ segments: [stretch(0, 18)] })
    expect(gapsOf(settledPart(going, s(20)))).toEqual([])
    expect(seconds(gapsOf(settledPart({ ...going, to: s(40) }, s(40))))).toEqual([[18, 30, 'recorder-died']])
  })

  it('and segments cover the class between them, whatever happened', () => {
    const span = fc.tuple(fc.nat(100), fc.nat(10)).map(([from, length]) => stretch(from, from + length))
    fc.assert(fc.property(
      fc.array(span, { maxLength: 12 }), fc.array(fc.tuple(fc.nat(100), fc.boolean()), { maxLength: 6 }), fc.array(span, { maxLength: 4 }),
      (spans, switched, lost) => {
        const one: RecordedClass = {
          ...stretch(0, 100),
          segments: spans.toSorted((a, b) => a.from - b.from),
          switches: switched.map(([at, on]) => ({ at: s(at), on })).toSorted((a, b) => a.at - b.at),
          losses: lost.map((stretched) => ({ ...stretched, why: 'disk-failing' as const })),
        }
        const gaps = gapsOf(one)
        for (const [index, gap] of gaps.entries()) {
          expect(gap.to).toBeGreaterThan(gap.from)
          expect(gap.from).toBeGreaterThanOrEqual(gaps[index - 1]?.to ?? 0)
          expect(one.segments.some(({ from, to }) => from < gap.to && to > gap.from && to > from)).toBe(false)
        }
        // A second is in a gap or in a segment.
        for (let second = 0.5; second < 100; second += 1) {
          const inside = ({ from, to }: { from: number; to: number }): boolean => from <= s(second) && s(second) < to
          expect(gaps.some(inside) || one.segments.some(inside)).toBe(true)
        }
      },
    ))
  })
})

describe('what is on the record', () => {
  it('lies wholly between the host\'s word and its being taken back', () => {
    const switches = [{ at: s(2), on: true }, { at: s(6), on: false }, { at: s(8), on: true }]
    expect([stretch(0, 1), stretch(1, 3), stretch(2, 4), stretch(4, 6), stretch(5, 7), stretch(6, 8), stretch(5, 9), stretch(8, 10)]
      .map((one) => isOnThroughout(switches, one))).toEqual([false, false, true, true, false, false, false, true])
  })

  it('is counted in whole seconds, and so is what is missing', () => {
    expect(recordedSeconds(recorded({ segments: [stretch(0, 3), stretch(5, 9)] }))).toEqual({ seconds: 7, missing: 13 })
  })
})
