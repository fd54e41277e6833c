import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { CELLS, cellsOf, valueOf } from './barcode.ts'

describe('the barcode', () => {
  it('gives back every number it was made of', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (value) => { expect(valueOf(cellsOf(value))).toBe(value) }))
  })

  it('reads no number where a cell is wrong', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 32, max: CELLS - 1 }), (value, wrong) => {
      expect(valueOf(cellsOf(value).map((cell, index) => (index === wrong ? !cell : cell)))).toBeUndefined()
    }))
  })

  it.each([['nothing', []], ['black', Array<boolean>(CELLS).fill(false)], ['white', Array<boolean>(CELLS).fill(true)]])('reads no number from %s', (_, cells) => {
    expect(valueOf(cells)).toBeUndefined()
  })
})
