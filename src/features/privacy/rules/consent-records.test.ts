import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from '../../../../fixtures/consent-records/valid/given-and-withdrawn.json' with { type: 'json' }
import type { JsonObject } from '../../../kernel/canonical.ts'
import { ClassId, HubId, PersonId } from '../../../kernel/ids.ts'
import { SignedStatement } from '../../../kernel/statement.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { Consent, PURPOSES } from '../wire/words.ts'
import type { Choices } from '../wire/words.ts'
import { consentRecord } from './consent-records.ts'
import type { RecordedStatement, RecordLabels } from './consent-records.ts'

const who = { hub: HubId.parse(golden.of.hub), classId: ClassId.parse(golden.of.class), person: PersonId.parse(golden.of.person) }
const labels = golden.labels as RecordLabels
const told = golden.said.map((one): RecordedStatement => ({
  ...Consent.parse({ ...one, person: golden.of.person }), sequence: one.sequence, made: one.made as WallTime, statement: one.statement && SignedStatement.parse(one.statement),
}))
const choices: fc.Arbitrary<Choices> = fc.record({ heard: fc.boolean(), seen: fc.boolean(), answers: fc.boolean(), analytics: fc.boolean(), contact: fc.boolean() })
const said: fc.Arbitrary<RecordedStatement[]> = fc.array(fc.record({ choices, at: fc.maxSafeInteger(), by: fc.constantFrom('self', 'desk', 'guardian' as const) }), { minLength: 1, maxLength: 8 })
  .map((all) => all.map(({ choices: said, at, by }, sequence) => ({ by, choices: said, at: at as WallTime, sequence, made: sequence as WallTime, notice: { sha256: 'A'.repeat(43), language: 'en' }, statement: null })))
/** What the states of each purpose are called, in order. */
const statesOf = (record: JsonObject | null): string[][] => (record?.['dpv:hasProcess'] as { 'dpv:hasConsentStatus': { '@type': string[] }[] }[])
  .map((process) => process['dpv:hasConsentStatus'].map((state) => state['@type'][0] ?? ''))

describe('a consent record', () => {
  it('is written as the vector has it', () => {
    expect(consentRecord({ ...who, said: told }, labels)).toEqual(golden.record)
  })

  it('is none of a person who said nothing', () => {
    expect(consentRecord({ ...who, said: [] }, labels)).toBeNull()
  })

  it('tells each purpose’s states in order, each where it began, and in the end what stands', () => {
    fc.assert(fc.property(said, (all) => {
      const states = statesOf(consentRecord({ ...who, said: all }, labels))
      expect(states).toHaveLength(PURPOSES.length)
      for (const [index, purpose] of PURPOSES.entries()) {
        const of = states[index] ?? []
        expect(of.at(-1) === 'dpv:ConsentGiven').toBe(all.at(-1)?.choices[purpose])
        for (const [place, state] of of.entries()) {
          const before = of[place - 1]
          expect([before, state]).toEqual([before, state === 'dpv:ConsentGiven' ? 'dpv:ConsentGiven' : before === 'dpv:ConsentGiven' ? 'dpv:ConsentWithdrawn' : 'dpv:ConsentRefused'])
          if (before !== undefined) expect(state === 'dpv:ConsentGiven').not.toBe(before === 'dpv:ConsentGiven')
        }
      }
    }))
  })
})
