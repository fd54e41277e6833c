import { describe, expect, it } from 'vitest'
import invalid from '../../../../fixtures/segments/invalid/replaced.json' with { type: 'json' }
import valid from '../../../../fixtures/segments/valid/replaced.json' with { type: 'json' }
import { segmentReplaced } from './entries.ts'

describe('the entry of a replaced segment', () => {
  it.each(valid)('of segment $number is read as it is', (body) => {
    expect(segmentReplaced.body.parse(body)).toEqual(body)
  })

  it.each(invalid)('with $why is none', ({ body }) => {
    expect(segmentReplaced.body.safeParse(body).success).toBe(false)
  })
})
