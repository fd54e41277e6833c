import { describe, expect, it } from 'vitest'
import type { Guest } from '../../../wire/guests.ts'
import { stageView } from './stage-view.ts'

const guest = (state: Guest['state'], more: Partial<Guest> = {}): Guest => ({
  id: 'gst_aaaaaaaaaaaaaaaa' as Guest['id'], seat: 'seat_aaaaaaaaaaaaaaaa' as Guest['seat'], name: null, as: 'voice', private: false, line: 0, state, ...more,
})
const idle = { doing: 'nothing', without: null, parting: null, untold: false, left: null } as const
const here = { trusted: true, kind: 'elsewhere' } as const

describe('what stands on a page about the stage', () => {
  it('is nothing without an invitation, and after one that is over', () => {
    expect(stageView(null, idle, here)).toEqual({ show: 'nothing' })
    expect(stageView(guest('gone'), idle, here)).toEqual({ show: 'nothing' })
  })

  it('is a question first', () => {
    expect(stageView(guest('asked'), idle, here)).toMatchObject({ show: 'ask', opening: false })
    expect(stageView(guest('asked'), { ...idle, doing: 'opening' }, here)).toMatchObject({ show: 'ask', opening: true })
  })

  it('says on an unsecured address why nothing can be sent, and what is left', () => {
    expect(stageView(guest('asked'), idle, { trusted: false, kind: 'room' })).toMatchObject({ show: 'cannot', why: 'not-trusted', offers: ['to-microphone', 'writes'] })
    expect(stageView(guest('asked'), idle, { trusted: false, kind: 'elsewhere' })).toMatchObject({ show: 'cannot', offers: ['writes'] })
  })

  it.each(['denied', 'none', 'busy'] as const)('says so when the browser gave no microphone: %s', (without) => {
    expect(stageView(guest('asked'), { ...idle, without }, here)).toMatchObject({ show: 'cannot', why: without })
  })

  it.each([['accepted', 'coming'], ['on', 'on'], ['lost', 'lost']] as const)('is the way off the stage while this page sends and the box says %s', (state, shown) => {
    expect(stageView(guest(state), { ...idle, doing: 'sending' }, here)).toMatchObject({ show: 'on-stage', state: shown })
  })

  it('offers the way back to a page that was loaded anew, and none to a second page of the seat', () => {
    expect(stageView(guest('lost'), idle, here)).toMatchObject({ show: 'come-back' })
    expect(stageView(guest('on'), idle, here)).toMatchObject({ show: 'elsewhere' })
    expect(stageView(guest('accepted'), idle, here)).toMatchObject({ show: 'elsewhere' })
  })

  it('is nothing of a place that was left, though the box has not heard of it yet', () => {
    expect(stageView(guest('on'), { ...idle, left: guest('on').id }, here)).toEqual({ show: 'nothing' })
  })

  it('tells how it ended, where the learner did not end it', () => {
    expect(stageView(null, { ...idle, parting: 'gone' }, here)).toEqual({ show: 'parting', how: 'gone' })
  })
})
