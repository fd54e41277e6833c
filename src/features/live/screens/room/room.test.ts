import { describe, expect, it } from 'vitest'
import { ItemId, TimerId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { classView } from '../../../../../testkit/class-view.ts'
import { beginRun, plannedRun } from '../../rules/run/run.ts'
import type { PlanItem } from '../../wire/run.ts'
import { codeInRoomPath, inTwo, joinAddress, type RoomState, startRoom, troubleOf } from './state.ts'
import { roomView } from './view.ts'

const S = 1_000_000
const began = hubTime(100 * S)
const at = (seconds: number) => hubTime(began + seconds * S)
const item = (letter: string, title: string, seconds: number, overrun: PlanItem['overrun']): PlanItem => ({
  id: ItemId.parse(`item_${letter.repeat(16)}`), title, kind: 'talk', seconds, overrun, cues: [], poll: null, music: null,
})
const run = beginRun(plannedRun({ objective: '', items: [item('a', 'First', 60, 'cut'), item('b', 'Second', 30, 'push'), item('c', 'Third', 30, 'push')] }), began)
const known = (over: Partial<RoomState>): RoomState => ({ ...startRoom('K7M4QX', null), ...over })
const nothing = startRoom('', null).now
const live = (seconds: number, now: Partial<RoomState['now']> = { run }): RoomState =>
  known({ class: classView({ phase: 'live', beganAt: began }), at: at(seconds), now: { ...nothing, ...now } })

describe('the room screen', () => {
  it('shows what is on, what is left of it, and what comes', () => {
    expect(roomView(live(20))).toMatchObject({ at: 'live', item: 'First', next: 'Second', plan: 'on', ring: { shows: 'left', seconds: 40, held: false } })
  })

  it('goes on by the clock to the next item when the box says nothing more', () => {
    expect(roomView(live(65))).toMatchObject({ item: 'Second', next: 'Third', ring: { shows: 'left', seconds: 25 } })
  })

  it('shows by how much an item is over that waits for its host', () => {
    expect(roomView(live(103))).toMatchObject({ item: 'Second', ring: { shows: 'over', seconds: 13, part: 0 } })
  })

  it('gives the ring to a timer while there is one', () => {
    const timer = { id: TimerId.parse('tmr_aaaaaaaaaaaaaaaa'), label: 'In pairs', line: { length: 90 * S, position: 0, since: at(20) } }
    expect(roomView(live(50, { run, timer }))).toMatchObject({ item: 'First', timer: 'In pairs', ring: { shows: 'left', seconds: 60 } })
  })

  it('shows the time of the class when there is no plan, and of its clock nothing before it is known', () => {
    expect(roomView(live(75, {}))).toMatchObject({ item: null, plan: 'none', ring: { shows: 'class-time', seconds: 75, part: 0.25 } })
    expect(roomView({ ...live(75), at: null })).toMatchObject({ ring: null, plan: 'none' })
  })

  it('counts down to a beginning that was said, down to nothing and not below', () => {
    const lobby = (seconds: number) => roomView(known({ class: classView({ phase: 'lobby', startsAt: at(60) }), at: at(seconds) }))
    expect(lobby(0)).toMatchObject({ at: 'lobby', begins: 60 })
    expect(lobby(59.2)).toMatchObject({ begins: 1 })
    expect(lobby(75)).toMatchObject({ begins: 0 })
    expect(roomView(known({ class: classView({ phase: 'lobby' }), at: at(0) }))).toMatchObject({ begins: null })
  })

  it('keeps a class on the wall through a lost link, and lets go of it when it is over', () => {
    expect(roomView({ ...live(20), trouble: 'unreachable' })).toMatchObject({ at: 'live', item: 'First' })
    expect(roomView({ ...live(20), trouble: 'over' })).toMatchObject({ at: 'over', title: 'Shoulders' })
    expect(roomView(known({ class: classView({ phase: 'closed' }) }))).toMatchObject({ at: 'over' })
  })

  it.each([['CLASS_UNKNOWN', 'unknown'], ['BAD_INPUT', 'unknown'], ['CLASS_OVER', 'over'], ['SCREENS_TOO_MANY', 'too-many'], ['FORBIDDEN', 'refused']] as const)('takes %s for %s', (code, trouble) => {
    expect(troubleOf(code)).toBe(trouble)
    expect(roomView(known({ trouble })).at).toBe(trouble === 'over' ? 'over' : 'trouble')
  })
})

describe('the way in', () => {
  it('is the page\'s own address, where phones can use it', () => {
    expect(joinAddress('http://192.168.4.1:8080', [])).toBe('http://192.168.4.1:8080')
    expect(joinAddress('https://class.example.org', ['http://192.168.4.1'])).toBe('https://class.example.org')
  })

  it.each(['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080'])('is what the box tells its own screen at %s, and nothing when it has none', (own) => {
    expect(joinAddress(own, ['http://localhost:8080', 'http://192.168.4.1:8080'])).toBe('http://192.168.4.1:8080')
    expect(joinAddress(own, ['http://localhost:8080'])).toBeNull()
    expect(joinAddress(own, [])).toBeNull()
  })

  it.each([['/room/K7M4QX', 'K7M4QX'], ['/room/k7m-4qx/', 'K7M4QX'], ['/room/k7m%204qx', 'K7M4QX'], ['/room/', ''], ['/', '']])('%s leads to the class %j', (path, code) => {
    expect(codeInRoomPath(path)).toBe(code)
  })

  it('is read in two groups', () => {
    expect(inTwo('K7M4QX')).toBe('K7M 4QX')
  })
})
