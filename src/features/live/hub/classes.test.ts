import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClassWorld } from '../../../../testkit/class-world.ts'
import { Device } from '../../../../testkit/device.ts'
import { Refused } from '../../../kernel/failures.ts'
import type { ClassView, SeatKind } from '../wire/words.ts'
import { liveAnswers } from './answers.ts'
import { beginClass } from './class/begin-class.ts'
import { changeSeat } from './seats/change-seat.ts'
import { tellClass } from './class/class-command.ts'
import { endClass } from './class/end-class.ts'
import { lookUpClass } from './class/look-up-class.ts'
import { isStreamKey, makeStreamKey } from './media/make-stream-key.ts'
import { makeClass } from './class/make-class.ts'
import { openLobby } from './class/open-lobby.ts'
import { renameClass } from './class/rename-class.ts'
import { showFigures } from './report/show-figures.ts'
import { showStudio } from './show-studio.ts'
import { seatsOf } from './store.ts'
import { takeSeat } from './seats/take-seat.ts'
import { findClass } from './views.ts'

let world: ClassWorld
let made: ClassView

beforeEach(() => {
  world = new ClassWorld()
  made = makeClass(world.deps, 'Knees', world.host.id)
})
afterEach(() => world[Symbol.dispose]())

const sit = (device = new Device(), kind: SeatKind = 'elsewhere', name?: string) =>
  takeSeat(world.deps, { device: device.id, code: made.code, choice: { kind, headphones: false } }, name)
const refusalOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
  return 'none'
}
const kinds = (): string[] => world.journal.read(0, 1000).map((entry) => entry.kind)
const open = (): ClassView => openLobby(world.deps, made.code, world.host.id)
const begin = (): ClassView => beginClass(world.deps, made.code, world.host.id)
const end = (): Promise<ClassView> => endClass(world.deps, made.code, world.host.id)

describe('the life of a class', () => {
  it('is on record step by step, and its last entry states how many entries it has', async () => {
    open()
    begin()
    sit()
    const over = await end()
    expect(over.phase).toBe('closed')
    expect(kinds()).toEqual(['live.class-made.1', 'live.lobby-opened.1', 'live.class-begun.1', 'live.seat-taken.1', 'live.class-ended.1'])
    expect(world.journal.read(4, 5)[0]?.body).toMatchObject({ entries: 5 })
  })

  it('skips no step and repeats none, and a refused step leaves nothing behind', async () => {
    expect(refusalOf(begin)).toBe('CLASS_NOT_LOBBY')
    await expect(end()).rejects.toMatchObject({ code: 'CLASS_NOT_LIVE' })
    open()
    expect(refusalOf(open)).toBe('CLASS_NOT_DRAFT')
    begin()
    expect(refusalOf(begin)).toBe('CLASS_NOT_LOBBY')
    await end()
    await expect(end()).rejects.toMatchObject({ code: 'CLASS_NOT_LIVE' })
    expect(kinds()).toHaveLength(4)
  })

  it('has one class at a time in lobby or live', () => {
    const second = makeClass(world.deps, 'Hips', world.host.id)
    open()
    expect(refusalOf(() => openLobby(world.deps, second.code, world.host.id))).toBe('ANOTHER_CLASS_RUNNING')
    expect(refusalOf(() => makeClass(world.deps, 'Feet', world.host.id))).toBe('ANOTHER_CLASS_RUNNING')
  })

  it('keeps what happened on the floor before the end in the class, and refuses what comes after', async () => {
    open()
    begin()
    const device = new Device()
    sit(device)
    const phone = world.open(device)
    phone.command({ type: 'enter', code: made.code, as: 'seat' })
    const before = phone.command({ type: 'raise-hand', up: true, at: world.clock.now() })
    const ending = end()
    const after = phone.command({ type: 'confirm-rep', count: 1, at: world.clock.now() })
    await ending
    expect(phone.answers(before)).toEqual(['done', 'kept'])
    expect(phone.answers(after)).toEqual(['CLASS_NOT_LIVE'])
    expect(kinds().at(-1)).toBe('live.class-ended.1')
    expect(phone.last('class')?.class.phase).toBe('closed')
    expect(await showFigures(world.deps, made.code, ['host'])).toMatchObject({ came: 1, hands: 1, reps: 0, joinTried: 1 })
  })

  it('takes nothing after its end however often it is told of meanwhile, as when a source comes or goes', async () => {
    open()
    begin()
    const host = world.open(world.host)
    host.command({ type: 'enter', code: made.code, as: 'studio' })
    const ending = end()
    tellClass(world.deps, findClass(world.journal.query, made.code))
    const press = host.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() })
    await ending
    world.clock.advance(1000)
    expect(host.answers(press)).toEqual(['CLASS_NOT_LIVE'])
    expect(kinds().at(-1)).toBe('live.class-ended.1')
  })

  it('goes on when its end could not be written', async () => {
    open()
    begin()
    world.floor.fromCore({ type: 'collect', classId: made.id, ask: 99, dates: { code: made.code, title: '', beganAt: null, endedAt: null } })
    const failing = { ...world.deps, journal: { ...world.journal, transact: () => { throw new Error('no room') } } }
    await expect(endClass(failing, made.code, world.host.id)).rejects.toThrow('no room')
    const host = world.open(world.host)
    host.command({ type: 'enter', code: made.code, as: 'studio' })
    expect(host.answers(host.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() }))).toEqual(['done'])
  })

  it('leaves no title, name or learner\'s device in what can never be erased', async () => {
    const device = new Device()
    open()
    const { seat } = sit(device, 'room', 'Rosalind')
    renameClass(world.deps, made.code, 'Knees with Maria', world.host.id)
    begin()
    const studio = world.open(world.host)
    studio.command({ type: 'enter', code: made.code, as: 'studio' })
    expect(studio.last('roster')?.lines).toMatchObject([{ seat, name: 'Rosalind' }])
    await end()
    const written = JSON.stringify(world.journal.read(0, 1000))
    for (const word of ['Knees', 'Maria', 'Rosalind', device.id]) expect(written).not.toContain(word)
    expect((await showFigures(world.deps, made.code, ['host'])).title).toBe('Knees with Maria')
    expect(world.deps.names.size).toBe(0)
    studio.command({ type: 'enter', code: made.code, as: 'studio' })
    expect(studio.last('roster')?.lines).toMatchObject([{ seat, name: null }])
  })

  it('can be renamed until it is over', async () => {
    expect(renameClass(world.deps, made.code, 'Ankles', world.host.id).title).toBe('Ankles')
    open()
    begin()
    await end()
    expect(refusalOf(() => renameClass(world.deps, made.code, 'Toes', world.host.id))).toBe('CLASS_OVER')
  })

  it('is found by its code as people type it, until it is over', async () => {
    const typed = ` ${made.code.toLowerCase().slice(0, 3)} ${made.code.slice(3)}`
    expect(lookUpClass(world.deps, typed).id).toBe(made.id)
    expect(refusalOf(() => lookUpClass(world.deps, 'AAAAAA'))).toBe('CLASS_UNKNOWN')
    open()
    begin()
    await end()
    expect(refusalOf(() => lookUpClass(world.deps, made.code))).toBe('CLASS_OVER')
  })
})

describe('a seat', () => {
  it('is the same for the same device, however often it asks', () => {
    open()
    const device = new Device()
    const first = sit(device)
    expect(sit(device).seat).toBe(first.seat)
    expect(sit(new Device()).seat).not.toBe(first.seat)
    expect(kinds().filter((kind) => kind.startsWith('live.seat'))).toEqual(['live.seat-taken.1', 'live.seat-taken.1'])
  })

  it('moves with what is on record of it, and the media of its page moves too', () => {
    open()
    begin()
    const device = new Device()
    const { seat } = sit(device)
    world.deps.watchers.add(`${seat}-a`, made.id, { as: 'seat', seat, choice: { kind: 'elsewhere', headphones: false } })
    expect(changeSeat(world.deps, device.id, made.code, { kind: 'room', headphones: true }).seat).toBe(seat)
    expect(seatsOf(world.journal.query, made.id)).toMatchObject([{ id: seat, kind: 'room', headphones: true }])
    expect(world.wants.get(`${seat}-a`)).toMatchObject({ audio: true, video: false })
  })

  it('is refused in a class that is not open, is over, or is unknown', async () => {
    expect(refusalOf(() => sit())).toBe('CLASS_NOT_OPEN')
    open()
    begin()
    await end()
    expect(refusalOf(() => sit())).toBe('CLASS_OVER')
    expect(refusalOf(() => changeSeat(world.deps, new Device().id, 'AAAAAA', { kind: 'room', headphones: false }))).toBe('CLASS_UNKNOWN')
  })

  it('cannot be changed by who has none', () => {
    open()
    expect(refusalOf(() => changeSeat(world.deps, new Device().id, made.code, { kind: 'room', headphones: false }))).toBe('NO_SEAT')
  })

  it('makes its device a learner of that class, and of no other', () => {
    open()
    const device = new Device()
    const answers = liveAnswers(world.journal.query)
    expect(answers.isLearner(device.id, made.code)).toBe(false)
    sit(device)
    expect(answers.isLearner(device.id, made.code)).toBe(true)
    expect(answers.isLearner(device.id, 'AAAAAA')).toBe(false)
  })

  it('leaves neither device nor name readable in its entry', () => {
    open()
    const device = new Device()
    sit(device, 'room', 'Ada')
    const bytes = JSON.stringify(world.journal.read(0, 100))
    expect(bytes).not.toContain(device.id)
    expect(bytes).not.toContain('Ada')
  })
})

describe('a stream key', () => {
  it('opens its class alone, and stops working when there is a newer one', () => {
    const { key } = makeStreamKey(world.deps, made.code)
    const fits = (text: string): boolean => isStreamKey(world.deps.streamKeys, made.id, text, world.crypto)
    expect([fits(key), fits(`${key}x`), fits('')]).toEqual([true, false, false])
    const newer = makeStreamKey(world.deps, made.code)
    expect([fits(key), fits(newer.key)]).toEqual([false, true])
  })
})

describe('a hub that starts again', () => {
  it('has the class in its phase, its seats, hands and reps, and whom it told kept', () => {
    open()
    begin()
    const device = new Device()
    sit(device, 'room')
    const phone = world.open(device)
    phone.command({ type: 'enter', code: made.code, as: 'seat' })
    phone.command({ type: 'raise-hand', up: true, at: world.clock.now() })
    const reps = phone.command({ type: 'confirm-rep', count: 4, at: world.clock.now() })
    world.clock.advance(250)
    expect(phone.answers(reps)).toContain('kept')

    world.crashAndRestart()
    const host = world.open(world.host)
    host.command({ type: 'enter', code: made.code, as: 'studio' })
    expect(host.last('entered')?.class).toMatchObject({ phase: 'live', beganAt: expect.any(Number) })
    expect(host.last('roster')?.lines).toMatchObject([{ kind: 'room', reps: 4, link: 'gone', handSince: expect.any(Number) }])
    const again = world.open(device)
    again.command({ type: 'enter', code: made.code, as: 'seat' })
    expect(again.last('mine')).toMatchObject({ reps: 4 })
  })

  it('goes on with the class\'s time when only the process was new, whatever the wall clock did', () => {
    open()
    const { beganAt } = begin()
    world.clock.advance(60_000)
    world.clock.jumpWall(-3_600_000)
    world.crashAndRestart()
    expect(lookUpClass(world.deps, made.code).beganAt).toBe(beganAt)
  })

  it('puts the class\'s beginning on the new clock after a power cut', () => {
    open()
    begin()
    world.clock.advance(60_000)
    world.clock.boot = 'bbbbbbbbbbbbbbbb'
    world.crashAndRestart()
    const { beganAt } = lookUpClass(world.deps, made.code)
    expect(world.clock.now() - (beganAt ?? 0)).toBe(60_000_000)
  })

  it('never lets class time be negative or order change, though the wall clock jumped back an hour', () => {
    open()
    begin()
    world.clock.boot = 'bbbbbbbbbbbbbbbb'
    world.clock.jumpWall(-3_600_000)
    world.crashAndRestart()
    expect(lookUpClass(world.deps, made.code).beganAt).toBe(world.clock.now())
    sit()
    expect(world.journal.read(0, 100).map((entry) => entry.sequence)).toEqual([0, 1, 2, 3])
  })

  it('shows the same after its tables are rebuilt from entries', async () => {
    open()
    sit(new Device(), 'venue')
    begin()
    await end()
    const facts = { addresses: () => [], trustedAddress: () => null, lamps: () => ({ theftCovered: true, recordKept: true, media: true, clock: null }) }
    const before = [showStudio({ ...world.deps, ...facts }), await showFigures(world.deps, made.code, ['host']), seatsOf(world.journal.query, made.id)]
    world.journal.rebuild()
    expect([showStudio({ ...world.deps, ...facts }), await showFigures(world.deps, made.code, ['host']), seatsOf(world.journal.query, made.id)]).toEqual(before)
  })
})
