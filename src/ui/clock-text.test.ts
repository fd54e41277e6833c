import { expect, it } from 'vitest'
import { clockText } from './clock-text.ts'

it.each([
  [0, '0:00'], [7.9, '0:07'], [59, '0:59'], [60, '1:00'], [750, '12:30'], [3599, '59:59'], [3600, '1:00:00'], [3723, '1:02:03'],
  [-1, '0:00'], [Number.NaN, '0:00'], [Number.POSITIVE_INFINITY, '0:00'],
])('shows %d seconds as %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text)
})
