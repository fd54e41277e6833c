import { describe, expect, it } from 'vitest'
import { Refused } from '../../../kernel/failures.ts'
import type { Role } from '../../../kernel/roles.ts'
import { type Client, Unreachable } from '../../../ui/client.ts'
import type { Trust } from '../wire/routes.ts'
import { type Door, type DoorModel, openDoor, ticketInHash } from './door.ts'

/** A box as the door sees it: what it answers to each route, changed by what it is told. */
type Box = { trust: Trust; locked: boolean; passphrase: string | null; roles: Role[]; ticket: string | null; down: boolean; asked: string[] }
const box = (changes: Partial<Box> = {}): Box => ({ trust: 'own-screen', locked: false, passphrase: 'four words and more', roles: [], ticket: 'good', down: false, asked: [], ...changes })

function answer(at: Box, name: string, input: { passphrase?: string; ticket?: string }): unknown {
  at.asked.push(name)
  if (at.down) throw new Unreachable()
  if (name === 'hello') return { nonce: 'n', hub: null, now: 0, trust: at.trust, locked: at.locked, passphraseSet: at.passphrase !== null, sample: false }
  if (name === 'who-am-i') return { device: 'dev', roles: at.roles }
  if (name === 'pair-device') {
    if (input.ticket !== at.ticket) throw new Refused('TICKET_UNKNOWN')
    at.ticket = null
  } else if (name === 'choose-passphrase') at.passphrase = input.passphrase ?? null
  else if (input.passphrase !== at.passphrase) throw new Refused('PASSPHRASE_WRONG')
  if (name === 'unlock') at.locked = false
  if (name === 'pair-device' || name === 'sign-in') at.roles = ['host']
  return { device: 'dev', roles: at.roles }
}

function open(at: Box, ticket: string | null = null): DoorModel & { again: () => void } {
  const later: Array<() => void> = []
  const call = (async (route: { name: string }, given: { input?: object } = {}) => answer(at, route.name, given.input ?? {})) as Client['call']
  const model = openDoor({ client: { call }, opens: ['host', 'co-host'], ticket, label: 'Firefox on Linux', again: (look) => later.push(look) })
  return Object.assign(model, { again: () => later.shift()?.() })
}
/** Settles as soon as the door is so; no time is involved. */
function reached(model: DoorModel, is: (door: Door) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop: { call?: () => void } = {}
    stop.call = model.door.subscribe((door) => {
      if (!is(door)) return
      resolve()
      stop.call?.()
    })
  })
}
const until = (model: DoorModel, at: Door['at']) => reached(model, (door) => door.at === at && !('busy' in door && door.busy))
const refusedWith = (model: DoorModel, code: string) => reached(model, (door) => 'refused' in door && door.refused === code)

describe('the door of the studio', () => {
  it('lets a known device in without spending its link', async () => {
    const at = box({ roles: ['host'] })
    await until(open(at, 'good'), 'in')
    expect(at.ticket).toBe('good')
  })

  it('pairs by the link, then asks the first host for a passphrase', async () => {
    const at = box({ passphrase: null })
    const model = open(at, 'good')
    await until(model, 'choose')
    model.choose('four words and more')
    await until(model, 'in')
    expect(at.passphrase).toBe('four words and more')
  })

  it('lets the passphrase wait', async () => {
    const model = open(box({ passphrase: null }), 'good')
    await until(model, 'choose')
    model.chooseLater()
    expect(model.door.value.at).toBe('in')
  })

  it('asks for no passphrase where others could read along', async () => {
    await until(open(box({ trust: 'plain', passphrase: null }), 'good'), 'in')
  })

  it('says why a link does not open it, and shows the other ways after that', async () => {
    const model = open(box(), 'bad')
    await until(model, 'pair-refused')
    expect(model.door.value).toMatchObject({ refused: 'TICKET_UNKNOWN' })
    model.look()
    await until(model, 'not-paired')
  })

  it('takes the passphrase, and says when it is wrong', async () => {
    const model = open(box())
    await until(model, 'not-paired')
    model.signIn('wrong')
    await refusedWith(model, 'PASSPHRASE_WRONG')
    model.signIn('four words and more')
    await until(model, 'in')
  })

  it('opens a locked box and goes on from there', async () => {
    const at = box({ locked: true, roles: ['host'] })
    const model = open(at)
    await until(model, 'locked')
    model.unlock('wrong')
    await refusedWith(model, 'PASSPHRASE_WRONG')
    model.unlock('four words and more')
    await until(model, 'in')
  })

  it('goes in by itself when somebody else opened the box', async () => {
    const at = box({ locked: true, roles: ['host'] })
    const model = open(at)
    await until(model, 'locked')
    at.locked = false
    model.again()
    await until(model, 'in')
  })

  it('keeps looking for a box that does not answer', async () => {
    const at = box({ down: true, roles: ['host'] })
    const model = open(at)
    await until(model, 'unreachable')
    at.down = false
    model.again()
    await until(model, 'in')
  })

  it('is not closed again by a question that was still to be asked', async () => {
    const at = box({ locked: true, roles: ['host'] })
    const model = open(at)
    await until(model, 'locked')
    model.unlock('four words and more')
    await until(model, 'in')
    const asked = at.asked.length
    at.down = true
    model.again()
    expect(model.door.value.at).toBe('in')
    expect(at.asked.length).toBe(asked)
  })

  it('does not let a learner in', async () => {
    await until(open(box({ roles: ['learner'] })), 'not-paired')
  })
})

describe('the ticket in the address', () => {
  it('is read from the hash alone', () => {
    expect(ticketInHash('#pair=abc-DEF_1')).toBe('abc-DEF_1')
    expect(ticketInHash('#')).toBeNull()
    expect(ticketInHash('#pair=')).toBeNull()
    expect(ticketInHash(`#pair=${'x'.repeat(65)}`)).toBeNull()
    expect(ticketInHash('#other=1')).toBeNull()
  })
})
