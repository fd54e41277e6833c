import { describe, expect, it } from 'vitest'
import type { ItemId } from '../../../../../kernel/ids.ts'
import { hubTime } from '../../../../../kernel/time.ts'
import { beginRun, plannedRun } from '../../../rules/run/run.ts'
import type { PlanItem } from '../../../wire/run.ts'
import { isPollDraft, plannedPolls } from './planned-polls.ts'

const poll = { question: 'Which?', options: ['a', 'b'] }
const item = (letter: string): PlanItem => ({ id: `item_${letter.repeat(16)}` as ItemId, title: letter, kind: 'poll', seconds: 60, overrun: 'push', cues: [], poll, music: null })

describe('polls of the plan', () => {
  it('are offered until their item has been on', () => {
    const run = beginRun(plannedRun({ objective: '', items: [item('a'), item('b')] }), hubTime(0))
    expect(plannedPolls(run).map(({ id }) => id)).toEqual([item('b').id])
    expect(plannedPolls(null)).toEqual([])
  })
})

describe('a poll that is being written', () => {
  it.each([
    [{ question: ' ', options: ['a', 'b'] }], [{ question: 'Which?', options: ['a'] }], [{ question: 'Which?', options: ['a', ''] }],
    [{ question: 'x'.repeat(201), options: ['a', 'b'] }], [{ question: 'Which?', options: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }],
  ])('cannot be asked as %j', (draft) => {
    expect(isPollDraft(draft)).toBe(false)
  })

  it('can be asked with a question and two answers', () => {
    expect(isPollDraft(poll)).toBe(true)
  })
})
