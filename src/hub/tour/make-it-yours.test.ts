import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../testkit/device.ts'
import { HandClock } from '../../../testkit/hand-clock.ts'
import { TestHub } from '../../../testkit/hub.ts'
import { classPlan } from '../../features/live/wire/routes.ts'
import { hello } from '../../features/people/wire/routes.ts'
import { utf8 } from '../../kernel/bytes.ts'
import type { Role } from '../../kernel/roles.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import { dataFolder } from '../../platform/data-folder.ts'
import { Authenticator } from '../../platform/http/authenticator.ts'
import { createDoor } from '../../platform/http/door.ts'
import type { Door } from '../../platform/http/door.ts'
import type { Trust } from '../../platform/http/trust.ts'
import { openKeys } from '../../platform/keys/keys.ts'
import { silentLog } from '../../platform/log.ts'
import { tourDoors } from './make-it-yours.ts'
import { isDecided, moveIn } from './tour-folder.ts'

const crypto = nodeCrypto()
const LIGHT = 10
const PHRASE = 'four quiet unrelated words'
const ITEM = { id: 'item_aaaaaaaaaaaaaaaa', title: 'Lift', kind: 'practice', seconds: 300, overrun: 'push', cues: [], poll: null, music: null } as const
const WISH = { passphrase: null, title: 'Shoulders', plan: { objective: 'Lift', items: [ITEM] }, label: 'Laptop' }

let root: string
let host: Device
let clock: HandClock
let prepared: Uint8Array[]
let left: number
let door: Door
let nonce: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lectern-yours-'))
  host = new Device()
  clock = new HandClock()
  prepared = []
  left = 0
  door = openDoor(true)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function openDoor(isSample: boolean): Door {
  const authenticator = new Authenticator({ crypto })
  nonce = authenticator.nonce
  const sample = { root, onPrepared: (key: Uint8Array) => void prepared.push(key), leave: () => { left += 1 } }
  return createDoor({
    crypto, authenticator, now: () => clock.now(), isLocked: () => false, sentence: (code) => code, log: silentLog(),
    rolesOf: (device): readonly Role[] => (device === host.id ? ['host'] : []),
  }, tourDoors(isSample ? sample : null, { crypto, clock, timers: clock, passphraseWork: LIGHT }))
}

async function ask(wish: object, { by = host, trust = 'own-screen' as Trust } = {}) {
  const path = '/api/1/tour/make-it-yours'
  const body = utf8(JSON.stringify(wish))
  const headers = [['content-type', 'application/json'], ['authorization', by.authorize(nonce, 'POST', path, body)]] as const
  const answer = await door.answer({ method: 'POST', path, body, headers, address: '127.0.0.1', trust })
  return { status: answer.status, json: JSON.parse(new TextDecoder().decode(answer.body)) }
}

const keys = () => openKeys(dataFolder(root).keys, crypto, LIGHT)

describe('making a box one\'s own', () => {
  it('prepares a box under a new key with this host and this class, decides, and leaves once that is answered', async () => {
    expect(await ask(WISH)).toEqual({ status: 200, json: { prepared: true } })
    expect([isDecided(root), left]).toEqual([true, 0])
    clock.advance(1000)
    expect(left).toBe(1)

    moveIn(root)
    expect(keys().readUnprotected()).toEqual(prepared[0])
    await using kit = await TestHub.start({ folder: root, media: false })
    expect(kit.hub.core()?.rolesOf(host.id, undefined)).toEqual(['host'])
    const other = await kit.host()
    expect(await other.page.client.call(hello)).toMatchObject({ sample: false, passphraseSet: false })
    expect((await other.studio()).classes.map(({ title, phase, sample }) => ({ title, phase, sample }))).toEqual([{ title: 'Shoulders', phase: 'draft', sample: false }])
    expect((await other.page.client.call(classPlan, { params: { code: kit.code } })).plan).toEqual(WISH.plan)
  })

  it('locks the new box by the passphrase, and leaves no plain key', async () => {
    expect(await ask({ ...WISH, passphrase: PHRASE })).toMatchObject({ status: 200 })
    moveIn(root)
    expect(readdirSync(dataFolder(root).keys)).toEqual(['database-key.passphrase.age'])
    expect(await keys().unlock({ passphrase: PHRASE })).toEqual(prepared[0])
  })

  it.each([
    ['a passphrase that is too short', { ...WISH, passphrase: 'short' }, 'own-screen', 'PASSPHRASE_TOO_SHORT'],
    ['a passphrase over plain http', { ...WISH, passphrase: PHRASE }, 'plain', 'PASSPHRASE_NEEDS_TRUST'],
    ['a class without a name', { ...WISH, title: ' ' }, 'own-screen', 'BAD_INPUT'],
    ['a plan whose items share an id', { ...WISH, plan: { objective: '', items: [ITEM, ITEM] } }, 'own-screen', 'BAD_INPUT'],
  ] as const)('refuses %s, and the sample goes on', async (_, wish, trust, code) => {
    expect((await ask(wish, { trust })).json.code).toBe(code)
    expect([isDecided(root), prepared, existsSync(dataFolder(root).database)]).toEqual([false, [], false])
    clock.advance(60_000)
    expect(await ask(WISH)).toMatchObject({ status: 200 })
  })

  it('needs no passphrase over plain http', async () => {
    expect(await ask(WISH, { trust: 'plain' })).toMatchObject({ status: 200 })
  })

  it('is for the host alone, and for one press', async () => {
    expect((await ask(WISH, { by: new Device() })).json.code).toBe('FORBIDDEN')
    const both = await Promise.all([ask(WISH), ask({ ...WISH, title: 'Another' })])
    expect(both.map(({ json }) => json.code ?? 'prepared').sort()).toEqual(['BUSY', 'prepared'])
    expect((await ask(WISH)).json.code).toBe('BUSY')
  })

  it('is not to be had in a box that is somebody\'s', async () => {
    door = openDoor(false)
    expect((await ask(WISH)).json.code).toBe('NO_SAMPLE')
    expect(readdirSync(root)).toEqual([])
  })
})
