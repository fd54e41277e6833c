import { describe, expect, it } from 'vitest'
import type { QuestionId, SeatId } from '../../../../../kernel/ids.ts'
import { hubTime } from '../../../../../kernel/time.ts'
import type { Question } from '../../../wire/together.ts'
import type { RosterLine } from '../../../wire/words.ts'
import { checkOf } from './check.ts'
import { questionsOf } from './questions.ts'

const question = (letter: string, at: number, state: Question['state'] = 'waiting'): Question =>
  ({ id: `qst_${letter.repeat(16)}` as QuestionId, seat: null, name: null, text: letter, at: hubTime(at), state })
const texts = (questions: readonly Question[]) => questions.map(({ text }) => text)

describe('questions on the host’s page', () => {
  it('wait in the order they were asked, whatever order they were heard in', () => {
    expect(texts(questionsOf([question('b', 20), question('a', 10)]).waiting)).toEqual(['a', 'b'])
  })

  it('are kept, and done with, apart; the newest of those comes first', () => {
    const { waiting, kept, done } = questionsOf([question('a', 1, 'answered'), question('b', 2, 'hidden'), question('c', 3, 'kept'), question('d', 4)])
    expect([texts(waiting), texts(kept), texts(done)]).toEqual([['d'], ['c'], ['b', 'a']])
  })
})

describe('the live check', () => {
  const line = (link: RosterLine['link'], ready: boolean): RosterLine => ({
    seat: 'seat_aaaaaaaaaaaaaaaa' as SeatId, name: null, kind: 'room', headphones: false, link, linkMs: null, cueMs: null, videoMs: null,
    handSince: null, reps: 0, ready, standing: 'welcome', actedAt: null, rung: null, jitterMs: null, prepared: null,
  })

  it('asks those whose phone is there, and counts whoever answered before it went away', () => {
    const lines = [line('good', true), line('socket', false), line('gone', false), line('asleep', false), line('gone', true)]
    const { ready, of, missing } = checkOf(lines)
    expect([ready, of, missing.map(({ link }) => link)]).toEqual([2, 3, ['socket']])
    expect(checkOf([])).toEqual({ ready: 0, of: 0, missing: [] })
  })
})
