import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ItemId, PictureId } from '../../../../../kernel/ids.ts'
import { checkPlan } from '../../../rules/run/plan.ts'
import { MOST_ITEMS, Plan, type PlanItem } from '../../../wire/run.ts'
import { withoutPictures } from './picture-desk.ts'
import { changed, moved, unfinished, withItem, withoutItem } from './plan-edit.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const id = (at: number): ItemId => `item_${(LETTERS[at % 26] ?? 'a').repeat(15)}${LETTERS[Math.floor(at / 26)] ?? 'a'}` as ItemId
const item = (at: number, over: Partial<PlanItem> = {}): PlanItem =>
  ({ id: id(at), title: `item ${at}`, kind: 'talk', seconds: 60, overrun: 'push', cues: [], poll: null, music: null, ...over })
const plan = (count: number): Plan => ({ objective: '', items: Array.from({ length: count }, (_, at) => item(at)) })
const titles = ({ items }: Plan) => items.map(({ title }) => title)

describe('writing a run of show', () => {
  it('puts an item behind another one, or at the end', () => {
    expect(titles(withItem(plan(2), item(5), id(0)))).toEqual(['item 0', 'item 5', 'item 1'])
    expect(titles(withItem(plan(2), item(5)))).toEqual(['item 0', 'item 1', 'item 5'])
  })

  it('takes no more items than a plan may have', () => {
    const full = plan(MOST_ITEMS)
    expect(withItem(full, item(61))).toBe(full)
  })

  it('moves an item as far as there are places, and no further', () => {
    expect(titles(moved(plan(3), id(0), 1))).toEqual(['item 1', 'item 0', 'item 2'])
    expect(titles(moved(plan(3), id(2), 5))).toEqual(['item 0', 'item 1', 'item 2'])
    expect(titles(moved(plan(3), id(1), -1))).toEqual(['item 1', 'item 0', 'item 2'])
    expect(moved(plan(3), id(9), 1)).toEqual(plan(3))
  })

  it('gives an item a picture and takes it away again', () => {
    const picture = { picture: `pic_${'a'.repeat(16)}` as PictureId, as: 'overlay' as const }
    const shown = changed(plan(2), id(0), { picture })
    expect(shown.items.map((one) => one.picture)).toEqual([picture, undefined])
    expect(changed(shown, id(0), { title: 'other' }).items[0]?.picture).toEqual(picture)
    expect(changed(shown, id(0), { picture: null })).toEqual(plan(2))
  })

  it('makes an item one about privacy and takes that away again', () => {
    const about = changed(plan(2), id(1), { privacy: true })
    expect(about.items.map(({ privacy }) => privacy)).toEqual([undefined, true])
    expect(changed(about, id(1), { title: 'other' }).items[1]?.privacy).toBe(true)
    expect(changed(about, id(1), { privacy: false })).toEqual(plan(2))
  })

  it('leaves out pictures of a plan from elsewhere that this box does not have, and counts them', () => {
    const [known, other] = ['a', 'b'].map((letter) => ({ picture: `pic_${letter.repeat(16)}` as PictureId, as: 'slide' as const })) as [NonNullable<PlanItem['picture']>, NonNullable<PlanItem['picture']>]
    const given: Plan = { objective: '', items: [item(0, { picture: known }), item(1, { picture: other }), item(2, { picture: other }), item(3)] }
    const { plan: kept, dropped } = withoutPictures(given, new Set([known.picture]))
    expect([dropped, kept.items.map((one) => one.picture)]).toEqual([2, [known, undefined, undefined, undefined]])
    expect(Plan.parse(kept)).toEqual(kept)
  })

  it('loses the cues that a shorter item has no time for, and keeps the others in order', () => {
    const cues = [{ at: 50, word: '' }, { at: 10, word: 'Lift' }, { at: 30, word: '' }]
    const shorter = changed({ objective: '', items: [item(0, { cues })] }, id(0), { seconds: 30 })
    expect(shorter.items[0]?.cues).toEqual([{ at: 10, word: 'Lift' }])
  })

  it('says what is missing first, and of which item', () => {
    const poll = { question: 'Which?', options: ['a', ' '] }
    expect(unfinished(plan(2))).toBeNull()
    expect(unfinished({ objective: '', items: [item(0), item(1, { title: '  ' })] })).toEqual({ what: 'item-title', item: id(1) })
    expect(unfinished({ objective: '', items: [item(0, { kind: 'poll', poll })] })).toEqual({ what: 'poll-options', item: id(0) })
    expect(unfinished({ objective: '', items: [item(0, { kind: 'poll', poll: { ...poll, question: '' } })] })).toEqual({ what: 'poll-question', item: id(0) })
    expect(unfinished({ objective: '', items: [item(0, { kind: 'poll' })] })).toEqual({ what: 'other', item: null })
  })

  it('whatever is done to a plan that can be kept, it can be kept, and no item is lost or doubled', () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('move' as const), at: fc.nat(30), by: fc.integer({ min: -40, max: 40 }) }),
      fc.record({ do: fc.constant('change' as const), at: fc.nat(30), seconds: fc.integer({ min: 5, max: 300 }), cue: fc.nat(400) }),
      fc.record({ do: fc.constant('remove' as const), at: fc.nat(30) }),
      fc.record({ do: fc.constant('add' as const), at: fc.nat(30), after: fc.nat(30) }),
    )
    fc.assert(fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      let written = plan(5)
      for (const done of acts) {
        const before = written
        if (done.do === 'move') written = moved(before, id(done.at), done.by)
        if (done.do === 'change') written = changed(before, id(done.at), { seconds: done.seconds, cues: [{ at: done.cue, word: '' }] })
        if (done.do === 'remove') written = withoutItem(before, id(done.at))
        if (done.do === 'add' && !before.items.some((one) => one.id === id(done.at))) written = withItem(before, item(done.at), id(done.after))
        if (done.do === 'move' || done.do === 'change') expect(new Set(written.items.map((one) => one.id))).toEqual(new Set(before.items.map((one) => one.id)))
      }
      expect(checkPlan(written)).toBeNull()
      expect(unfinished(written)).toBeNull()
    }))
  })
})
