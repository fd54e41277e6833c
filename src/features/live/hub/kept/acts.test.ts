import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import { Device } from '../../../../../testkit/device.ts'
import type { EntryDraft } from '../../../../platform/journal/journal.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { SeatId } from '../../../../kernel/ids.ts'
import { liveAnswers } from '../answers.ts'

let world: LobbyWorld
beforeEach(() => {
  world = new LobbyWorld()
  world.begin()
})
afterEach(() => {
  world[Symbol.dispose]()
  expect(world.faults).toEqual([])
})

const classId = () => world.made.id
const answers = () => liveAnswers(world.journal.query)
const put = (kind: string, seat: SeatId, body: EntryDraft['body'], secret?: EntryDraft['private']): number =>
  world.journal.transact((tx) => tx.append({ kind, classId: classId(), actor: seat, body: { seat, ...body }, private: secret })).sequence

describe('what a seat did', () => {
  it('is told by the wall clock, and leads from the device to the seat and from there to nobody else', () => {
    const [ana, ben] = [new Device(), new Device()]
    const phone = world.learner('room', ana)
    world.learner('room', ben)
    const seat = answers().seatOf(classId(), ana.id)
    if (!seat) throw new Error('no seat')
    expect(seat).toBe(phone.last('entered')?.seat)
    expect(answers().seatOf(classId(), new Device().id)).toBeNull()
    world.clock.advance(5000)
    const wall = world.clock.wall()
    phone.command({ type: 'raise-hand', up: true, at: world.clock.now() })
    world.clock.advance(3000)
    phone.command({ type: 'raise-hand', up: false, at: world.clock.now() })
    put('live.check-answered.1', seat, { item: newId('item', world.crypto), at: world.clock.now() })
    world.clock.advance(1000)
    expect(answers().actsOf(classId(), seat)).toEqual([{ why: 'hand', from: wall, to: wall }, { why: 'answer', from: wall + 3000, to: wall + 3000 }])
    expect(answers().actsOf(classId(), answers().seatOf(classId(), ben.id) ?? seat)).toEqual([])
    expect(answers().keptOf(classId(), seat, 'answers')).toEqual([])
  })

  it('says when somebody was on stage, also when the box went away meanwhile', () => {
    const ana = new Device()
    world.learner('room', ana)
    const seat = answers().seatOf(classId(), ana.id)
    if (!seat) throw new Error('no seat')
    const came = (): number => {
      const at = world.clock.now()
      put('live.guest-came.1', seat, { guest: newId('gst', world.crypto), as: 'voice', at })
      return world.clock.wall()
    }
    const first = came()
    world.clock.advance(4000)
    world.crashAndRestart()
    world.clock.advance(2000)
    world.learner('room', new Device())
    const back = world.clock.wall()
    const again = came()
    expect(answers().actsOf(classId(), seat)).toEqual([{ why: 'stage', from: first, to: back }, { why: 'stage', from: again, to: again }])
  })
})
