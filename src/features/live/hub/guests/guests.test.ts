import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { GuestId, PublisherId, SeatId } from '../../../../kernel/ids.ts'
import type { Guest } from '../../wire/guests.ts'
import { endClass } from '../class/end-class.ts'
import { publishRight } from '../media/publish.ts'
import { setStanding } from '../seats/set-standing.ts'
import { showFigures } from '../report/show-figures.ts'
import { takeSeat } from '../seats/take-seat.ts'
import { answerInvitation } from './answer-invitation.ts'
import { endGuest, leaveStage } from './end-guest.ts'
import { inviteGuest } from './invite-guest.ts'
import { privateRoom } from './private-rooms.ts'
import { privateTalkRight } from './private-talk-right.ts'

/** The stage in one process: real floor, real use cases, real journal; what goes to the media engine is written down. */
let world: LobbyWorld
let ana: Device
let seat: SeatId
let isMediaThere: boolean

beforeEach(() => {
  world = new LobbyWorld()
  isMediaThere = true
  ana = new Device()
  seat = sit(ana, 'Ana')
  world.begin()
})
afterEach(() => world[Symbol.dispose]())

const sit = (by: Device, name?: string): SeatId =>
  takeSeat(world.deps, { device: by.id, code: world.made.code, choice: { kind: 'elsewhere', headphones: false } }, name).seat
const deps = () => ({ ...world.deps, engine: () => (isMediaThere ? ({} as never) : null) }) // Only asked whether it is there.
const invite = (of: SeatId = seat, as: Guest['as'] = 'voice', isPrivate = false): Guest => inviteGuest(deps(), world.made.code, { seat: of, as, private: isPrivate })
const answer = (guest: GuestId, told: Parameters<typeof answerInvitation>[3]['answer'], by = ana): Guest => answerInvitation(world.deps, by.id, world.made.code, { guest, answer: told })
const code = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
  return 'none'
}
const pub = (name: string): PublisherId => `pub_${name.padEnd(16, 'a')}` as PublisherId
const flows = (id: PublisherId, flowing = true): void => {
  const event = { type: 'media', id, kind: 'audio', flowing, at: 0 } as const
  world.deps.stages.onEngine(event)
  world.deps.guests.onEngine(event)
}
const comes = (guest: Guest, source: PublisherId, by = ana): void => {
  answer(guest.id, 'yes', by)
  world.deps.guests.add(world.made.id, guest.id, source)
  flows(source)
}
const line = (name: string): string | undefined => world.onLines.get(`${world.made.id} ${name}`)
const phone = (device = ana) => {
  const page = world.open(device)
  page.command({ type: 'enter', code: world.made.code, as: 'seat' })
  return page
}
const studio = () => {
  const page = world.open(world.host)
  page.command({ type: 'enter', code: world.made.code, as: 'studio' })
  return page
}
const entries = () => world.journal.read(0, 1000).filter(({ kind }) => kind.startsWith('live.guest-'))
const caller = (device: Device, ...roles: ('host' | 'learner')[]) => ({ device: device.id, roles, address: '192.0.2.9', trust: 'plain', bearer: null }) as const

describe('a voice on stage', () => {
  it('is heard on a line of its own from its first sound to the end, and both sides are told each step', () => {
    const [page, host] = [phone(), studio()]
    expect(page.last('guest')).toEqual({ type: 'guest', guest: null })
    const guest = invite()
    expect(page.last('guest')?.guest).toMatchObject({ state: 'asked', as: 'voice', line: 0, name: 'Ana' })
    comes(guest, pub('b'))
    expect(line('0')).toBe(pub('b'))
    expect(page.last('guest')?.guest?.state).toBe('on')
    expect([...new Set(host.all('guests').map(({ guests }) => guests[0]?.state))]).toEqual([undefined, 'asked', 'accepted', 'on'])
    expect(leaveStage(world.deps, ana.id, world.made.code)).toBe(true)
    expect(line('0')).toBeUndefined()
    expect(world.closedMedia).toContain(pub('b'))
    expect(page.last('guest')?.guest).toBeNull()
    expect(host.last('guests')?.guests).toEqual([])
    expect(leaveStage(world.deps, ana.id, world.made.code)).toBe(false)
  })

  it('may send only between the yes and the end, and nobody else by it', () => {
    const ben = new Device()
    sit(ben)
    const may = (device: Device): string => code(() => publishRight(world.deps, world.made.code, caller(device, 'learner')))
    const guest = invite()
    expect(may(ana)).toBe('FORBIDDEN')
    answer(guest.id, 'yes')
    expect(may(ana)).toBe('none')
    expect(may(ben)).toBe('FORBIDDEN')
    endGuest(world.deps, world.made.code, guest.id)
    expect(may(ana)).toBe('FORBIDDEN')
  })

  it('is answered by its own seat alone, in a class that is live', async () => {
    const ben = new Device()
    sit(ben)
    const guest = invite()
    expect(code(() => answer(guest.id, 'yes', ben))).toBe('GUEST_UNKNOWN')
    expect(code(() => answer(guest.id, 'yes', new Device()))).toBe('NO_SEAT')
    await endClass(world.deps, world.made.code, world.host.id)
    expect(code(() => answer(guest.id, 'yes'))).toBe('CLASS_NOT_LIVE')
  })

  it('whose link dies is off the line at once, back when it is back, and gone after ten seconds', () => {
    const page = phone()
    comes(invite(), pub('b'))
    flows(pub('b'), false)
    expect(line('0')).toBeUndefined()
    expect(page.last('guest')?.guest?.state).toBe('lost')
    flows(pub('b'))
    expect(line('0')).toBe(pub('b'))
    world.deps.guests.onEngine({ type: 'closed', id: pub('b'), at: 0, reason: 'ice-failed' })
    expect(line('0')).toBeUndefined()
    world.clock.advance(9_999)
    expect(page.last('guest')?.guest?.state).toBe('lost')
    world.clock.advance(2)
    expect(page.last('guest')?.guest?.state).toBe('gone')
    world.clock.advance(20_000)
    expect(page.last('guest')?.guest).toBeNull()
  })

  it('ends with the seat\'s right to be heard', () => {
    comes(invite(), pub('b'))
    setStanding(world.deps, { code: world.made.code, seat, standing: 'muted' }, world.host.id)
    expect(line('0')).toBeUndefined()
    expect(world.deps.guests.guests(world.made.id)).toEqual([])
    expect(code(() => invite())).toBe('SEAT_MUTED')
    setStanding(world.deps, { code: world.made.code, seat, standing: 'removed' }, world.host.id)
    expect(code(() => invite())).toBe('SEAT_UNKNOWN')
  })

  it('ends with media, and is told to a page that enters after a restart that there is none', () => {
    comes(invite(), pub('b'))
    world.deps.guests.mediaDied()
    expect(world.deps.guests.guests(world.made.id)[0]?.state).toBe('lost')
    world.crashAndRestart()
    expect(phone().last('guest')).toEqual({ type: 'guest', guest: null })
    expect(studio().last('guests')).toEqual({ type: 'guests', guests: [] })
  })

  it('is not asked for without media, of nobody\'s seat, or before the class', () => {
    isMediaThere = false
    expect(code(() => invite())).toBe('MEDIA_OFF')
    isMediaThere = true
    expect(code(() => invite('seat_aaaaaaaaaaaaaaaa' as SeatId))).toBe('SEAT_UNKNOWN')
    using lobby = new LobbyWorld()
    expect(code(() => inviteGuest({ ...lobby.deps, engine: () => ({} as never) }, lobby.made.code, { seat, as: 'voice', private: false }))).toBe('CLASS_NOT_LIVE')
    expect(code(() => endGuest(world.deps, world.made.code, 'gst_aaaaaaaaaaaaaaaa'))).toBe('GUEST_UNKNOWN')
  })

  it('is on record by its instants, and counted once however often it came', async () => {
    comes(invite(), pub('b'))
    leaveStage(world.deps, ana.id, world.made.code)
    comes(invite(), pub('c'))
    await endClass(world.deps, world.made.code, world.host.id)
    expect(entries().map(({ kind }) => kind)).toEqual(['live.guest-came.1', 'live.guest-left.1', 'live.guest-came.1', 'live.guest-left.1'])
    expect(entries()[0]?.body).toEqual({ guest: expect.any(String), seat, as: 'voice', at: world.clock.now() })
    expect((await showFigures(world.deps, world.made.code, ['host'])).guests).toBe(1)
    expect(world.faults).toEqual([])
  })
})

describe('a picture on stage', () => {
  it('covers the programme, whose sound moves to a voice\'s line, and gives it back', () => {
    world.deps.stages.add(world.made.id, { id: pub('t'), owner: world.host.id, from: 'studio', label: 'Studio' })
    flows(pub('t'))
    expect(line('programme')).toBe(pub('t'))
    comes(invite(seat, 'picture'), pub('b'))
    expect([line('programme'), line('0')]).toEqual([pub('b'), pub('t')])
    expect(world.deps.stages.publishers(world.made.id).map(({ from, isProgramme }) => [from, isProgramme])).toEqual([['studio', false], ['guest', true]])
    flows(pub('b'), false)
    expect([line('programme'), line('0')]).toEqual([pub('t'), undefined])
    flows(pub('b'))
    expect([line('programme'), line('0')]).toEqual([pub('b'), pub('t')])
    leaveStage(world.deps, ana.id, world.made.code)
    expect([line('programme'), line('0')]).toEqual([pub('t'), undefined])
  })
})

describe('a private talk', () => {
  const right = (guest: GuestId, device: Device, ...roles: ('host' | 'learner')[]) => code(() => privateTalkRight(world.deps, world.made.code, guest, caller(device, ...roles)))

  it('is for that seat and those who run the room, from the yes to the end', () => {
    const ben = new Device()
    sit(ben)
    const guest = invite(seat, 'voice', true)
    expect([right(guest.id, ana, 'learner'), right(guest.id, world.host, 'host')]).toEqual(['GUEST_UNKNOWN', 'GUEST_UNKNOWN'])
    answer(guest.id, 'yes')
    expect([right(guest.id, ana, 'learner'), right(guest.id, world.host, 'host')]).toEqual(['none', 'none'])
    expect([right(guest.id, ben, 'learner'), right(guest.id, new Device())]).toEqual(['FORBIDDEN', 'FORBIDDEN'])
    leaveStage(world.deps, ana.id, world.made.code)
    expect(right(guest.id, world.host, 'host')).toBe('GUEST_UNKNOWN')
  })

  it('lends no right to the class\'s stage, nor the stage one to a talk', () => {
    const talk = invite(seat, 'voice', true)
    answer(talk.id, 'yes')
    expect(code(() => publishRight(world.deps, world.made.code, caller(ana, 'learner')))).toBe('FORBIDDEN')
    leaveStage(world.deps, ana.id, world.made.code)
    const open = invite()
    answer(open.id, 'yes')
    expect(right(open.id, ana, 'learner')).toBe('GUEST_UNKNOWN')
  })

  it('is on no line of the class, leaves no entry, and ends with all its connections', () => {
    const guest = invite(seat, 'voice', true)
    comes(guest, pub('b'))
    const session = { classId: world.made.id, guest: guest.id, device: ana.id }
    world.deps.guests.rooms.add(pub('h'), { ...session, side: 'host', sends: true })
    world.deps.guests.rooms.add('private-a', { ...session, side: 'guest', sends: false })
    expect(world.onLines.get(`${privateRoom(world.made.id, guest.id, 'guest')} programme`)).toBe(pub('b'))
    expect(world.onLines.get(`${privateRoom(world.made.id, guest.id, 'host')} programme`)).toBe(pub('h'))
    expect([line('programme'), line('0'), line('1')]).toEqual([undefined, undefined, undefined])
    endGuest(world.deps, world.made.code, guest.id)
    expect(world.closedMedia.toSorted()).toEqual([pub('b'), pub('h'), 'private-a'].toSorted())
    expect(world.onLines.get(`${privateRoom(world.made.id, guest.id, 'host')} programme`)).toBeUndefined()
    expect(entries()).toEqual([])
  })

  it('leaves no room behind in the engine, also when all had hung up before it ended', () => {
    const guest = invite(seat, 'voice', true)
    comes(guest, pub('b'))
    world.deps.guests.rooms.add(pub('h'), { classId: world.made.id, guest: guest.id, device: world.host.id, side: 'host', sends: true })
    for (const id of [pub('h'), pub('b')]) world.deps.guests.onEngine({ type: 'closed', id, at: 0, reason: 'peer-closed' })
    endGuest(world.deps, world.made.code, guest.id)
    const shown = (side: 'guest' | 'host') => world.onLines.get(`${privateRoom(world.made.id, guest.id, side)} programme`)
    expect([shown('guest'), shown('host')]).toEqual([undefined, undefined])
  })

  it('ends on the host\'s side with that device\'s right to run the room', () => {
    const guest = invite(seat, 'voice', true)
    comes(guest, pub('b'))
    const session = { classId: world.made.id, guest: guest.id, device: world.host.id, side: 'host' } as const
    world.deps.guests.rooms.add(pub('h'), { ...session, sends: true })
    world.deps.guests.rooms.add('private-h', { ...session, sends: false })
    world.deps.guests.rooms.add('private-a', { ...session, device: ana.id, side: 'guest', sends: false })
    world.deps.guests.rooms.closeHost(world.host.id)
    expect(world.closedMedia.toSorted()).toEqual([pub('h'), 'private-h'].toSorted())
  })
})
