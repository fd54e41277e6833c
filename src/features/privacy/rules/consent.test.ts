import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeviceId, PersonId } from '../../../kernel/ids.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { ALL_REFUSED, PURPOSES } from '../wire/words.ts'
import type { Choices } from '../wire/words.ts'
import { canBeNow, decideCrewWord, decideOwnWord, withdrawnBy } from './consent.ts'
import type { OwnWord } from './consent.ts'

const NOW = Date.UTC(2026, 10, 1) as WallTime
const DAY = 86_400_000
const ana = 'prs_aaaaaaaaaaaaaaaa' as PersonId
const [phone, tablet] = ['dev_aaaaaaaaaaaaaaaa', 'dev_bbbbbbbbbbbbbbbb'] as [DeviceId, DeviceId]
const choices: fc.Arbitrary<Choices> = fc.record({ heard: fc.boolean(), seen: fc.boolean(), answers: fc.boolean(), analytics: fc.boolean(), contact: fc.boolean() })
const quality = fc.constantFrom('none', 'peer', 'ntp', 'rtc', 'witness' as const)
const said = fc.record({ choices, at: fc.integer({ min: NOW - 3 * DAY, max: NOW + 3 * DAY }).map((at) => at as WallTime) })
const device = fc.constantFrom(phone, tablet, null)
const word: fc.Arbitrary<OwnWord> = fc.record({
  person: fc.constant(ana), device: fc.constant(phone), said, last: fc.option(said), deviceOfPerson: device,
  personOfDevice: fc.constantFrom(ana, 'prs_bbbbbbbbbbbbbbbb' as PersonId, null), hasContact: fc.boolean(), isForgotten: fc.boolean(),
  time: fc.record({ wall: fc.constant(NOW), quality }),
})
const grants = (last: Choices | null, next: Choices): boolean => PURPOSES.some((purpose) => next[purpose] && last?.[purpose] !== true)
const plain: OwnWord = {
  person: ana, device: phone, said: { choices: ALL_REFUSED, at: NOW }, last: null, deviceOfPerson: null, personOfDevice: null,
  hasContact: false, isForgotten: false, time: { wall: NOW, quality: 'ntp' },
}

describe('what somebody says for themselves', () => {
  it('withdraws exactly what turns from yes to no, whatever else is said', () => {
    fc.assert(fc.property(fc.option(choices), choices, (last, next) => {
      expect(withdrawnBy(last, next)).toEqual(PURPOSES.filter((purpose) => last?.[purpose] === true && next[purpose] === false))
    }))
  })

  it('is taken when it grants nothing new, whatever any clock says, from the device that spoke before', () => {
    fc.assert(fc.property(word, (one) => {
      fc.pre(!one.isForgotten && one.deviceOfPerson !== tablet && one.personOfDevice !== 'prs_bbbbbbbbbbbbbbbb' && !grants(one.last?.choices ?? null, one.said.choices))
      fc.pre(!one.said.choices.contact || one.hasContact)
      expect(decideOwnWord(one)).toEqual({ ok: true, withdrawn: withdrawnBy(one.last?.choices ?? null, one.said.choices) })
    }))
  })

  it('grants only at a time that can be and after what was said last, by one key on one device, in a class that is not forgotten', () => {
    fc.assert(fc.property(word, (one) => {
      if (!decideOwnWord(one).ok) return
      expect(one.isForgotten).toBe(false)
      expect([phone, null]).toContain(one.deviceOfPerson)
      expect([ana, null]).toContain(one.personOfDevice)
      expect(one.said.choices.contact && !one.hasContact).toBe(false)
      if (!grants(one.last?.choices ?? null, one.said.choices)) return
      expect(canBeNow(one.said.at, one.time)).toBe(true)
      if (one.last && canBeNow(one.last.at, one.time)) expect(one.said.at).toBeGreaterThan(one.last.at)
    }))
  })

  it('holds nobody up by a clock that was wrong before', () => {
    const last = { choices: ALL_REFUSED, at: NOW + 30 * DAY as WallTime }
    expect(decideOwnWord({ ...plain, last, said: { choices: { ...ALL_REFUSED, heard: true }, at: NOW } })).toEqual({ ok: true, withdrawn: [] })
  })

  it.each([
    ['CLASS_FORGOTTEN', { isForgotten: true }],
    ['PERSON_ELSEWHERE', { deviceOfPerson: tablet }],
    ['PERSON_ELSEWHERE', { personOfDevice: 'prs_bbbbbbbbbbbbbbbb' as PersonId }],
    ['STATEMENT_OLD', { said: { choices: { ...ALL_REFUSED, heard: true }, at: NOW - DAY as WallTime } }],
    ['STATEMENT_OLD', { said: { choices: { ...ALL_REFUSED, heard: true }, at: NOW }, last: { choices: ALL_REFUSED, at: NOW } }],
    ['CONTACT_MISSING', { said: { choices: { ...ALL_REFUSED, contact: true }, at: NOW } }],
  ])('is refused with %s', (refusal, change) => {
    expect(decideOwnWord({ ...plain, ...change })).toEqual({ ok: false, refusal })
  })
})

describe('what the crew writes down', () => {
  it('never overrules who speaks for themselves', () => {
    fc.assert(fc.property(choices, choices, fc.boolean(), (next, last, hasContact) => {
      expect(decideCrewWord({ choices: next, about: { speaksForSelf: true, choices: last }, hasContact, isForgotten: false })).toEqual({ ok: false, refusal: 'PERSON_SPEAKS_FOR_SELF' })
    }))
  })
})
