import { describe, expect, it } from 'vitest'
import invalid from '../../../../fixtures/person-data/invalid/person-data.json' with { type: 'json' }
import nobody from '../../../../fixtures/person-data/valid/nobody.json' with { type: 'json' }
import somebody from '../../../../fixtures/person-data/valid/somebody.json' with { type: 'json' }
import { PersonData } from './person-data.ts'

describe('what is handed to a person', () => {
  it('reads as the page on it says', () => {
    for (const data of [somebody, nobody]) expect(PersonData.parse(data)).toEqual(data)
  })

  it.each(invalid)('is not $why', ({ data }) => {
    expect(PersonData.safeParse(data).success).toBe(false)
  })
})
