import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClaimId, PersonId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { ClaimState, type ReviewedClaim } from '../../wire/words.ts'
import { claimAt, decisionOf, type Draft, inOrder, kindsOf, startDraft } from './queue.ts'

const removal = fc.record({ sound: fc.boolean(), picture: fc.boolean(), text: fc.boolean() })
const asked = removal.filter((one) => kindsOf(one).length > 0)
const draft: fc.Arbitrary<Draft> = fc.record({ what: fc.constantFrom('all', 'part', 'nothing', null), part: removal, means: fc.constantFrom('silence', 'tone'), note: fc.constantFrom('', '  ', ' because ') })
const wall = fc.integer({ min: 0, max: 1000 }) as fc.Arbitrary<WallTime>
const claim = fc.record({
  id: fc.nat(25).map((at) => ClaimId.parse(`clm_${String.fromCodePoint(97 + at).repeat(16)}`)), state: fc.constantFrom(...ClaimState.options), madeAt: wall, decidedAt: fc.option(wall),
}).map((over): ReviewedClaim => ({
  ...over, span: { from: 0 as WallTime, to: 1000 as WallTime }, remove: { sound: true, picture: false, text: false }, reason: '', note: '',
  person: PersonId.parse(`prs_${'p'.repeat(16)}`), who: null, bySelf: true, playable: true,
}))

describe('a decision', () => {
  it('never removes what was not asked for, nor nothing, and tells a reason where nothing goes', () => {
    fc.assert(fc.property(draft, asked, (made, wanted) => {
      const decision = decisionOf(made, wanted)
      if ('missing' in decision) return
      expect(decision.note).toBe(decision.note.trim())
      if (decision.remove === null) {
        expect(decision.note).not.toBe('')
        return
      }
      expect(kindsOf(decision.remove).length).toBeGreaterThan(0)
      for (const kind of kindsOf(decision.remove)) expect(wanted[kind]).toBe(true)
    }))
  })

  it('says what is missing, in the order of the form', () => {
    const wanted = { sound: true, picture: true, text: false }
    expect(decisionOf(startDraft(), wanted)).toEqual({ missing: 'what' })
    expect(decisionOf({ ...startDraft(), what: 'nothing', note: ' ' }, wanted)).toEqual({ missing: 'note' })
    expect(decisionOf({ ...startDraft(), what: 'part', part: { sound: false, picture: false, text: true } }, wanted)).toEqual({ missing: 'part' })
    expect(decisionOf({ ...startDraft(), what: 'all' }, wanted)).toEqual({ remove: wanted, means: 'silence', note: '' })
  })
})

describe('the queue', () => {
  it('has those that wait first, who asked first at the top, and loses nobody', () => {
    fc.assert(fc.property(fc.uniqueArray(claim, { selector: ({ id }) => id }), (claims) => {
      const sorted = inOrder(claims)
      expect(new Set(sorted)).toEqual(new Set(claims))
      const firstDecided = sorted.findIndex(({ state }) => state !== 'waiting')
      const [waiting, decided] = firstDecided === -1 ? [sorted, []] : [sorted.slice(0, firstDecided), sorted.slice(firstDecided)]
      expect(decided.every(({ state }) => state !== 'waiting')).toBe(true)
      for (const [at, one] of waiting.entries()) if (at > 0) expect(waiting[at - 1]?.madeAt).toBeLessThanOrEqual(one.madeAt)
    }))
  })

  it('opens the first, and keeps the one that is open as long as it is there', () => {
    const [first, second] = fc.sample(fc.uniqueArray(claim, { selector: ({ id }) => id, minLength: 2, maxLength: 2 }), 1)[0] ?? []
    if (first === undefined || second === undefined) throw new Error('two claims')
    expect(claimAt([], null)).toBeNull()
    expect(claimAt([first, second], null)).toBe(first)
    expect(claimAt([first, second], second.id)).toBe(second)
    expect(claimAt([first], second.id)).toBe(first)
  })
})
