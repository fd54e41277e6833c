import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIGURE_NAMES, FIGURES, type FigureName, type Figures } from './figures.ts'
import { NETWORKS } from './networks.ts'
import { BREAKS, judge, limitsOf, passes, type Judged } from './thresholds.ts'

const asked = fc.record({ network: fc.constantFrom(...NETWORKS), break: fc.constantFrom(...BREAKS, null), browser: fc.boolean() })
const figureName = fc.constantFrom(...FIGURE_NAMES)
const figures: fc.Arbitrary<Figures> = fc.dictionary(figureName, fc.option(fc.double({ min: 0, max: 100_000, noNaN: true })), { noNullPrototype: true })

/** Exactly on every limit. */
const onTheLine = (judged: Judged): Figures => ({ ...limitsOf(judged) })
const worseBy = (figure: FigureName, value: number, by: number): number => (FIGURES[figure].worse === 'more' ? value + by : value - by)

describe('the verdict on a rehearsal', () => {
  it('passes what stands exactly on every limit, and fails one figure that is beyond its own', () => {
    fc.assert(fc.property(asked, figureName, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (judged, figure, by) => {
      const just = onTheLine(judged)
      expect(passes(judge(just, judged))).toBe(true)
      const limit = limitsOf(judged)[figure]
      if (limit === undefined) return
      expect(passes(judge({ ...just, [figure]: worseBy(figure, limit, by) }, judged))).toBe(false)
    }))
  })

  it('never turns a fail into a pass when a figure gets worse', () => {
    fc.assert(fc.property(asked, figures, figureName, fc.double({ min: 0, max: 1e6, noNaN: true }), (judged, before, figure, by) => {
      const value = before[figure]
      if (value === undefined || value === null) return
      const after = { ...before, [figure]: worseBy(figure, value, by) }
      if (!passes(judge(before, judged))) expect(passes(judge(after, judged))).toBe(false)
    }))
  })

  it('fails what has a limit and was not measured, and lets pass what has none', () => {
    fc.assert(fc.property(asked, figureName, fc.constantFrom(null, undefined, NaN), (judged, figure, nothing) => {
      const { [figure]: _taken, ...others } = onTheLine(judged)
      const left: Figures = nothing === undefined ? others : { ...others, [figure]: nothing }
      expect(passes(judge(left, judged))).toBe(limitsOf(judged)[figure] === undefined)
    }))
  })

  it('tells every figure that was measured, judged or not, and every limit, measured or not', () => {
    fc.assert(fc.property(asked, figures, (judged, measured) => {
      const told = new Set(judge(measured, judged).map(({ figure }) => figure))
      for (const figure of FIGURE_NAMES) expect(told.has(figure)).toBe((measured[figure] ?? null) !== null || limitsOf(judged)[figure] !== undefined)
    }))
  })

  it('asks for the coming back of what is broken, and not for what a break takes away', () => {
    const limits = (broken: Judged['break']) => limitsOf({ network: 'lan', break: broken, browser: false })
    expect(limits(null)['box-back']).toBeUndefined()
    expect(limits('kill')).toMatchObject({ 'box-back': 5_000, 'kept-lost': 0 })
    expect(limits('kill').full).toBeUndefined()
    expect(limits('disk')).toMatchObject({ 'lamp-off': 10_000, 'cues-played': 1 })
    expect(limits('uplink')).toMatchObject({ 'by-plan': 1 })
  })
})
