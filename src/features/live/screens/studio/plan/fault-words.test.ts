import { describe, expect, it } from 'vitest'
import type { PlanFault } from '../../../rules/run/plan.ts'
import { faultWords } from './fault-words.ts'
import { readPlan } from './read-plan.ts'

const place = { item: 3, line: 4 }
const faults: readonly PlanFault[] = [
  { fault: 'too-large' }, { fault: 'not-json' }, { fault: 'not-a-plan' }, { fault: 'version-unknown', version: 'lectern-plan/9' }, { fault: 'no-header' },
  { fault: 'column-missing', column: 'title' }, { fault: 'column-twice', column: 'title' }, { fault: 'quote-open', line: 7 }, { fault: 'cells-too-many', line: 8 },
  { fault: 'field-bad', place, field: 'cues' }, { fault: 'kind-unknown', place, kind: 'dance' }, { fault: 'overrun-unknown', place, overrun: 'wait' }, { fault: 'length-bad', place },
  { fault: 'gap', place, seconds: 30 }, { fault: 'overlap', place, seconds: 45 }, { fault: 'total-wrong', said: 600, is: 660 }, { fault: 'count-wrong', said: 3, is: 4 },
  { fault: 'items-too-many', most: 60 }, { fault: 'cues-too-many', most: 600 }, { fault: 'item-twice', place }, { fault: 'cue-outside', place, at: 90 }, { fault: 'poll-missing', place }, { fault: 'empty' },
]

describe('what is wrong with a file', () => {
  it.each(faults.map((fault) => [fault.fault, fault] as const))('%s is a sentence of its own, with its place', (_, fault) => {
    const words = faultWords(fault)
    expect(words).toMatch(/^[A-Z].+\.$/)
    if ('place' in fault) expect(words).toMatch(/^Line 4, item 3: /)
    expect(faults.filter((other) => faultWords(other) === words)).toEqual([fault])
  })

  it('names the item alone where the file has no lines', () => {
    expect(faultWords({ fault: 'item-twice', place: { item: 2, line: null } })).toMatch(/^Item 2: /)
  })
})

describe('a file in either format', () => {
  it('is read as JSON when it begins as JSON does, else as a table', () => {
    const newId = () => 'item_aaaaaaaaaaaaaaaa' as never
    expect(readPlan('\uFEFF  {"x": ', newId)).toEqual({ ok: false, fault: { fault: 'not-json' } })
    expect(readPlan('a;b\n1;2', newId)).toMatchObject({ ok: false, fault: { fault: expect.stringMatching(/column|header/) } })
  })
})
