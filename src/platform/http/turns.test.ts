import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { turnsFor } from './turns.ts'

const DOOR = [/^\/sound$/]
const refusal = (take: () => void): string => {
  try {
    take()
    return 'taken'
  } catch (error) {
    return String(error)
  }
}

describe('turns for whole files', () => {
  it('are twelve at once and four of one address, and come free with their answers', () => {
    const take = turnsFor(DOOR)
    const answers = Array.from({ length: 12 }, (_, place) => {
      const response = new EventEmitter()
      take('/sound', `192.0.2.${Math.floor(place / 4)}`, response as never) // Of an answer only its close is used.
      return response
    })
    const one = (address: string): string => refusal(() => take('/sound', address, new EventEmitter() as never)) // As above.
    expect(one('192.0.2.99')).toContain('BUSY')
    answers[0]?.emit('close')
    expect([one('192.0.2.1'), one('192.0.2.99'), one('192.0.2.98')]).toEqual([expect.stringContaining('BUSY'), 'taken', expect.stringContaining('BUSY')])
    for (const answer of answers.slice(1)) answer.emit('close')
    expect([one('192.0.2.1'), one('192.0.2.1'), one('192.0.2.1'), one('192.0.2.1'), one('192.0.2.1')].map((told) => told === 'taken')).toEqual([true, true, true, true, false])
  })

  it('are not needed at any other door', () => {
    const take = turnsFor(DOOR)
    for (let asked = 0; asked < 100; asked++) expect(refusal(() => take('/sound/other', '192.0.2.1', new EventEmitter() as never))).toBe('taken')
  })
})
