import { describe, expect, it } from 'vitest'
import { readUnsent } from './unsent-plan.ts'

const item = { id: 'item_aaaaaaaaaaaaaaaa', title: '', kind: 'poll', seconds: 60, overrun: 'push', cues: [], poll: { question: '', options: ['', ''] }, music: null }
const unsent = { title: 'Shoulders', plan: { objective: '', items: [item] } }

describe('what was written and is not with the box yet', () => {
  it('comes back as it was, half-written items included', () => {
    expect(readUnsent(JSON.stringify(unsent))).toEqual(unsent)
  })

  it.each([
    ['nothing', null],
    ['no JSON', '{"title": '],
    ['something else', '[1, 2]'],
    ['an item without an id', JSON.stringify({ ...unsent, plan: { objective: '', items: [{ ...item, id: 'x' }] } })],
    ['an item of a kind this page does not know', JSON.stringify({ ...unsent, plan: { objective: '', items: [{ ...item, kind: 'dance' }] } })],
    ['more than is known', JSON.stringify({ ...unsent, also: 1 })],
    ['a title of ten thousand characters', JSON.stringify({ ...unsent, title: 'x'.repeat(10_000) })],
  ])('is nothing when the browser holds %s', (_, text) => {
    expect(readUnsent(text)).toBeNull()
  })
})
