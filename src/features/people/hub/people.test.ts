import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../testkit/device.ts'
import { HandClock } from '../../../../testkit/hand-clock.ts'
import { tablesOf } from '../../../../testkit/tables.ts'
import { utf8 } from '../../../kernel/bytes.ts'
import { nodeCrypto } from '../../../platform/crypto-node.ts'
import { Authenticator } from '../../../platform/http/authenticator.ts'
import { createDoor } from '../../../platform/http/door.ts'
import type { Door } from '../../../platform/http/door.ts'
import { otherSentence, platformSentences } from '../../../platform/http/platform-sentences.ts'
import { sentenceBook } from '../../../platform/http/sentences.ts'
import type { Trust } from '../../../platform/http/trust.ts'
import { temporaryJournal } from '../../../platform/journal/temporary-journal.ts'
import type { TemporaryJournal } from '../../../platform/journal/temporary-journal.ts'
import { openKeys } from '../../../platform/keys/keys.ts'
import type { Keys } from '../../../platform/keys/keys.ts'
import { silentLog } from '../../../platform/log.ts'
import { PEOPLE_REFUSALS } from '../wire/refusals.ts'
import { peopleAnswers } from './answers.ts'
import { passphraseDesk } from './passphrase-desk.ts'
import { peopleSentences } from './refusal-sentences.ts'
import { lockedDoors, peopleDoors } from './routes.ts'
import { devices, peopleProjector } from './store.ts'
import { ticketDesk } from './ticket-desk.ts'
import type { TicketDesk } from './ticket-desk.ts'

/** log2 of scrypt's N: light, so that a test does not take a second per guess. */
const LIGHT = 10
const PHRASE = 'four quiet unrelated words'
const crypto = nodeCrypto()

let folder: string
let kept: TemporaryJournal
let keys: Keys
let clock: HandClock
let tickets: TicketDesk
let authenticator: Authenticator
let door: Door
let crewChanges: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-people-'))
  kept = temporaryJournal([peopleProjector])
  keys = openKeys(join(folder, 'keys'), crypto, LIGHT)
  const databaseKey = keys.create()
  clock = new HandClock()
  tickets = ticketDesk(crypto)
  authenticator = new Authenticator({ crypto })
  crewChanges = 0
  const answers = peopleAnswers(kept.journal.query)
  door = createDoor({
    crypto, authenticator, rolesOf: (device) => answers.rolesOf(device), isLocked: () => false, now: () => clock.now(),
    sentence: sentenceBook(otherSentence, platformSentences, peopleSentences), log: silentLog(),
  }, peopleDoors({
    crypto, clock, journal: kept.journal, tickets, nonce: () => authenticator.nonce, hub: () => kept.journal.identity.hub,
    passphrase: passphraseDesk(keys), isSample: false, open: null, databaseKey: () => databaseKey,
    addresses: () => ['http://192.168.4.1:8080', 'https://class.example.org'], crewChanged: () => { crewChanges += 1 },
  }))
})

afterEach(() => {
  kept[Symbol.dispose]()
  rmSync(folder, { recursive: true, force: true })
})

type Sent = { readonly by?: Device; readonly input?: unknown; readonly trust?: Trust; readonly address?: string; readonly at?: Door }

async function call(method: string, path: string, sent: Sent = {}) {
  const body = sent.input === undefined ? utf8('') : utf8(JSON.stringify(sent.input))
  const signature = sent.by ? [['authorization', sent.by.authorize(authenticator.nonce, method, path, body)] as const] : []
  const answer = await (sent.at ?? door).answer({
    method, path, body, headers: [['content-type', 'application/json'], ...signature], address: sent.address ?? '192.168.4.7', trust: sent.trust ?? 'plain',
  })
  return { status: answer.status, json: JSON.parse(new TextDecoder().decode(answer.body)) }
}

function pair(by: Device, ticket: string, label = 'Tablet') {
  return call('POST', '/api/1/devices', { by, input: { ticket, label } })
}

async function newHost(): Promise<Device> {
  const host = new Device()
  await pair(host, tickets.issueFirst(), 'Laptop of the box')
  return host
}

describe('the first start', () => {
  it('makes whoever opens the one-time link a host, on record with a private label', async () => {
    const host = new Device()
    expect(await pair(host, tickets.issueFirst(), 'Mira’s tablet')).toEqual({ status: 200, json: { device: host.id, roles: ['host'] } })
    expect(crewChanges).toBe(1)
    const [entry] = kept.journal.read(0, 1)
    expect(entry).toMatchObject({ kind: 'people.device-paired.1', actor: host.id, body: { device: host.id, roles: ['host'], by: 'ticket' } })
    expect(JSON.stringify(entry)).not.toContain('Mira')
    expect(await call('GET', '/api/1/me', { by: host })).toEqual({ status: 200, json: { device: host.id, roles: ['host'] } })
  })

  it('says hello to anyone, with what a page must know', async () => {
    expect(await call('GET', '/api/1/hello', { trust: 'trusted' })).toEqual({
      status: 200,
      json: { nonce: authenticator.nonce, hub: kept.journal.identity.hub, now: clock.now(), trust: 'trusted', locked: false, passphraseSet: false, sample: false, addresses: [] },
    })
  })

  it('tells the box\'s own screen, and nobody else, under which addresses phones find the box', async () => {
    expect((await call('GET', '/api/1/hello', { trust: 'own-screen' })).json.addresses).toEqual(['http://192.168.4.1:8080', 'https://class.example.org'])
    expect((await call('GET', '/api/1/hello', { trust: 'plain' })).json.addresses).toEqual([])
  })
})

describe('a ticket', () => {
  it('is made by a host, carried by links, and pairs one device with its roles', async () => {
    const host = await newHost()
    const made = await call('POST', '/api/1/tickets', { by: host, input: { roles: ['co-host'] } })
    const { ticket, until, links } = made.json
    expect(until).toBe(clock.wall() + 600_000)
    expect(links).toEqual([`http://192.168.4.1:8080/host#pair=${ticket}`, `https://class.example.org/host#pair=${ticket}`])
    const coHost = new Device()
    expect(await pair(coHost, ticket)).toMatchObject({ status: 200, json: { roles: ['co-host'] } })
    expect(await pair(new Device(), ticket)).toMatchObject({ status: 410, json: { code: 'TICKET_USED', sentence: expect.stringContaining('already paired') } })
    expect(await call('POST', '/api/1/tickets', { by: coHost, input: { roles: ['co-host'] } })).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } })
  })

  it('repeated by its device, whose answer was lost, says the same and adds nothing to the record', async () => {
    const [host, ticket] = [new Device(), tickets.issueFirst()]
    const first = await pair(host, ticket)
    expect(await pair(host, ticket)).toEqual(first)
    expect(kept.journal.head().size).toBe(1)
  })

  it('ends after ten minutes, and an unknown one opens nothing', async () => {
    const host = await newHost()
    const { json } = await call('POST', '/api/1/tickets', { by: host, input: { roles: ['host'] } })
    clock.advance(600_000)
    expect(await pair(new Device(), json.ticket)).toMatchObject({ status: 410, json: { code: 'TICKET_EXPIRED' } })
    expect(await pair(new Device(), 'guessed')).toMatchObject({ status: 404, json: { code: 'TICKET_UNKNOWN' } })
  })

  it('cannot make a learner, no role, or too many at once', async () => {
    const host = await newHost()
    for (const roles of [['learner'], [], ['king'], ['host', 'host', 'host', 'host', 'host', 'host']]) {
      expect(await call('POST', '/api/1/tickets', { by: host, input: { roles } })).toMatchObject({ status: 400, json: { code: 'BAD_INPUT' } })
    }
  })

  it('adds to the roles a device has', async () => {
    const host = await newHost()
    const other = new Device()
    await pair(other, tickets.issue(['desk'], clock.now()))
    expect(await pair(other, tickets.issue(['co-host'], clock.now()))).toMatchObject({ json: { roles: ['co-host', 'desk'] } })
    expect((await call('GET', '/api/1/devices', { by: host })).json.devices).toHaveLength(2)
  })
})

describe('devices', () => {
  it('are listed to a host, with labels and which one asks', async () => {
    const host = await newHost()
    await pair(new Device(), tickets.issue(['co-host'], clock.now()), 'Phone')
    const { json } = await call('GET', '/api/1/devices', { by: host })
    expect(json.devices).toMatchObject([{ label: 'Laptop of the box', roles: ['host'], isThis: true }, { label: 'Phone', roles: ['co-host'], isThis: false }])
  })

  it('lose their label when it is erased, and stay paired; the tables are as if they were made anew', () => {
    const { journal } = kept
    const pair = (device: string, label: string) => journal.transact((tx) => tx.append({
      kind: 'people.device-paired.1', actor: 'box', body: { device, roles: ['desk'], by: 'ticket' }, private: { label },
    })).sequence
    const [ana, ben] = [`dev_${'a'.repeat(16)}`, `dev_${'b'.repeat(16)}`]
    const first = pair(ana, 'Ana-needle')
    pair(ben, 'Ben')
    pair(ana, 'Anabel')
    const erase = (sequence: number) => journal.transact((tx) => tx.erase({ entries: [sequence], cause: 'test', actor: 'box' }))
    const labels = () => devices(journal.query).map(({ label }) => label)
    erase(first)
    expect(labels()).toEqual(['Anabel', 'Ben'])
    erase(first + 2)
    expect(labels()).toEqual(['', 'Ben'])
    const seen = tablesOf(journal.query, 'people_')
    expect(JSON.stringify(seen)).not.toContain('Ana')
    journal.rebuild()
    expect(tablesOf(journal.query, 'people_')).toEqual(seen)
  })

  it('that are removed are strangers from then on, and their roles come back after a rebuild for nobody', async () => {
    const host = await newHost()
    const other = new Device()
    await pair(other, tickets.issue(['host'], clock.now()))
    expect(await call('DELETE', `/api/1/devices/${other.id}`, { by: host })).toEqual({ status: 200, json: { removed: other.id } })
    expect(await call('GET', '/api/1/devices', { by: other })).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } })
    expect((await call('GET', '/api/1/me', { by: other })).json.roles).toEqual([])
    kept.journal.rebuild()
    expect(peopleAnswers(kept.journal.query).crew()).toEqual(new Map([[host.id, ['host']]]))
    expect(peopleAnswers(kept.journal.query).hasHost()).toBe(true)
    expect(crewChanges).toBe(3)
  })

  it('cannot be removed when unknown, or when the last that is a host', async () => {
    const host = await newHost()
    expect(await call('DELETE', `/api/1/devices/${host.id}`, { by: host })).toMatchObject({ status: 409, json: { code: 'LAST_HOST_DEVICE' } })
    for (const device of [new Device().id, 'nonsense']) {
      expect(await call('DELETE', `/api/1/devices/${device}`, { by: host })).toMatchObject({ status: 404, json: { code: 'DEVICE_UNKNOWN' } })
    }
    expect(await call('GET', '/api/1/me', { by: host })).toMatchObject({ json: { roles: ['host'] } })
  })
})

describe('the passphrase', () => {
  const choose = (by: Device, input: object, trust: Trust = 'own-screen', address = '::1') => call('PUT', '/api/1/passphrase', { by, input, trust, address })
  const signIn = (by: Device, passphrase: string, sent: Sent = {}) => call('POST', '/api/1/devices/by-passphrase', { by, input: { passphrase, label: 'Desk' }, trust: 'trusted', ...sent })

  it('is chosen by a host and makes any device a host\'s', async () => {
    const host = await newHost()
    expect(await choose(host, { passphrase: PHRASE })).toEqual({ status: 200, json: { passphraseSet: true } })
    expect(keys.state()).toBe('locked')
    const other = new Device()
    expect(await signIn(other, PHRASE)).toEqual({ status: 200, json: { device: other.id, roles: ['host'] } })
    expect(kept.journal.read(1, 3)).toMatchObject([{ kind: 'people.passphrase-chosen.1', body: { changed: false } }, { body: { by: 'passphrase' } }])
    expect((await call('GET', '/api/1/hello')).json.passphraseSet).toBe(true)
  })

  it('is changed only by who knows the one before', async () => {
    const host = await newHost()
    await choose(host, { passphrase: PHRASE })
    expect(await choose(host, { passphrase: 'another good passphrase' })).toMatchObject({ status: 403, json: { code: 'PASSPHRASE_WRONG' } })
    expect(await choose(host, { passphrase: 'another good passphrase', current: 'a wrong guess' })).toMatchObject({ json: { code: 'PASSPHRASE_WRONG' } })
    expect(await choose(host, { passphrase: 'another good passphrase', current: PHRASE })).toMatchObject({ status: 200 })
    expect(await signIn(new Device(), PHRASE)).toMatchObject({ json: { code: 'PASSPHRASE_WRONG' } })
    expect(kept.journal.read(2, 3)).toMatchObject([{ body: { changed: true } }])
  })

  it('is refused over plain http before it is looked at, right or wrong', async () => {
    const host = await newHost()
    expect(await choose(host, { passphrase: PHRASE }, 'plain')).toMatchObject({ status: 403, json: { code: 'PASSPHRASE_NEEDS_TRUST' } })
    expect(keys.state()).toBe('unprotected')
    await choose(host, { passphrase: PHRASE })
    expect(await signIn(new Device(), PHRASE, { trust: 'plain' })).toMatchObject({ status: 403, json: { code: 'PASSPHRASE_NEEDS_TRUST' } })
  })

  it('that is too short, or not set, is said to be', async () => {
    const host = await newHost()
    expect(await signIn(new Device(), PHRASE)).toMatchObject({ status: 409, json: { code: 'PASSPHRASE_NOT_SET' } })
    expect(await choose(host, { passphrase: 'short' })).toMatchObject({ status: 422, json: { code: 'PASSPHRASE_TOO_SHORT', details: { least: 10 } } })
    expect(kept.journal.head().size).toBe(1)
  })

  it('cannot be guessed at more than five times a minute from one address, whatever devices ask', async () => {
    const host = await newHost()
    await choose(host, { passphrase: PHRASE })
    const codes = []
    for (let guess = 0; guess < 7; guess += 1) codes.push((await signIn(new Device(), 'a wrong guess', { address: '10.0.0.9' })).json.code)
    expect(codes).toEqual([...Array(5).fill('PASSPHRASE_WRONG'), 'TOO_MANY', 'TOO_MANY'])
    expect(await signIn(new Device(), PHRASE, { address: '10.0.0.8' })).toMatchObject({ status: 200 })
    clock.advance(60_000)
    expect(await signIn(new Device(), PHRASE, { address: '10.0.0.9' })).toMatchObject({ status: 200 })
  })

  it('is tried one guess at a time, and few may wait', async () => {
    await newHost()
    await keys.choosePassphrase(crypto.randomBytes(32), PHRASE)
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => signIn(new Device(), 'a wrong guess', { address: `10.0.0.${n}` })))
    const codes = answers.map(({ json }) => json.code).sort()
    expect(codes).toEqual([...Array(4).fill('BUSY'), ...Array(4).fill('PASSPHRASE_WRONG')])
    expect(await signIn(new Device(), PHRASE)).toMatchObject({ status: 200 })
  })
})

describe('a locked box', () => {
  const opened: Uint8Array[] = []
  let locked: Door
  let databaseKey: Uint8Array

  beforeEach(async () => {
    opened.length = 0
    databaseKey = crypto.randomBytes(32)
    await keys.choosePassphrase(databaseKey, PHRASE)
    locked = createDoor({
      crypto, authenticator, rolesOf: () => { throw new Error('asked while locked') }, isLocked: () => true, now: () => clock.now(),
      sentence: sentenceBook(otherSentence, platformSentences, peopleSentences), log: silentLog(),
    }, lockedDoors({ clock, nonce: () => authenticator.nonce, hub: () => null, passphrase: passphraseDesk(keys), isSample: false, addresses: () => [], open: async (key) => { opened.push(key) } }))
  })

  it('says that it is, and nothing of who it is', async () => {
    expect((await call('GET', '/api/1/hello', { at: locked })).json).toMatchObject({ locked: true, hub: null, passphraseSet: true })
  })

  it('opens with its passphrase, where one may be typed', async () => {
    const unlock = (passphrase: string, trust: Trust) => call('POST', '/api/1/unlock', { at: locked, input: { passphrase }, trust })
    expect(await unlock(PHRASE, 'plain')).toMatchObject({ status: 403, json: { code: 'PASSPHRASE_NEEDS_TRUST' } })
    expect(await unlock('a wrong guess', 'own-screen')).toMatchObject({ status: 403, json: { code: 'PASSPHRASE_WRONG' } })
    expect(opened).toEqual([])
    expect(await unlock(PHRASE, 'own-screen')).toEqual({ status: 200, json: { unlocked: true } })
    expect(opened).toEqual([databaseKey])
  })

  it('has no other door', async () => {
    const host = new Device()
    for (const [method, path] of [['GET', '/api/1/me'], ['POST', '/api/1/devices'], ['GET', '/api/1/devices'], ['PUT', '/api/1/passphrase'], ['POST', '/api/1/tickets']] as const) {
      expect(await call(method, path, { at: locked, by: host })).toMatchObject({ status: 503, json: { code: 'HUB_LOCKED' } })
    }
  })

  it('once open says so without looking at what is typed', async () => {
    expect(await call('POST', '/api/1/unlock', { input: { passphrase: 'anything' }, trust: 'own-screen' })).toEqual({ status: 200, json: { unlocked: true } })
    expect(await call('POST', '/api/1/unlock', { input: { passphrase: 'anything' }, trust: 'plain' })).toMatchObject({ status: 403, json: { code: 'PASSPHRASE_NEEDS_TRUST' } })
  })
})

describe('refusals', () => {
  it('each have a sentence', () => {
    const say = sentenceBook(otherSentence, peopleSentences)
    const sentences = PEOPLE_REFUSALS.map((code) => say(code, {}))
    expect(new Set(sentences).size).toBe(PEOPLE_REFUSALS.length)
    expect(sentences).not.toContain(say('unknown', {}))
  })
})
