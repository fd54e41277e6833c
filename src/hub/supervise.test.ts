import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hex } from '../kernel/bytes.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { openKeys } from '../platform/keys/keys.ts'
import { m } from '../words/messages.js'
import { nextRestart, QUICK_CRASHES_AT_MOST } from './restart-policy.ts'
import { EXIT_REFUSED, supervise } from './supervise.ts'
import type { SuperviseOptions } from './supervise.ts'

const entry = fileURLToPath(new URL('./supervised-stand-in.ts', import.meta.url))
const crypto = nodeCrypto()
const LIGHT = 10
let folder: string
let log: string
const waits: number[] = []
const said: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-supervise-'))
  log = join(folder, 'log')
  writeFileSync(log, '')
  waits.length = said.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lines = () => readFileSync(log, 'utf8').trimEnd().split('\n')
const keys = () => openKeys(join(folder, 'keys'), crypto, LIGHT)

function run(way: string, more: Partial<SuperviseOptions> = {}): Promise<number> {
  return supervise({
    entry, args: [way, log], dataFolder: folder,
    say: (sentence) => said.push(sentence),
    signals: new EventEmitter(),
    wait: async (ms) => waits.push(ms),
    ...more,
  })
}

describe('the supervisor', () => {
  it('starts a crashed hub again at once, with the key it holds', async () => {
    expect(await run('crash-twice')).toBe(0)
    const key = hex(keys().readUnprotected())
    expect(lines()).toEqual([key, key, key])
    expect(waits[0]).toBe(200)
    expect(said).toEqual([m.hub_supervisor_restarting(), m.hub_supervisor_restarting()])
  })

  it('starts a locked hub without a key and keeps the one it is handed', async () => {
    const key = keys().create()
    await keys().choosePassphrase(key, 'correct horse battery')
    expect(await run('unlock-then-crash')).toBe(0)
    const [first, second] = lines()
    expect(first).toBe('none')
    expect(second).toMatch(/^[0-9a-f]{64}$/)
  })

  it('unlocks with the key file on the stick', async () => {
    const key = keys().create()
    const keyFile = join(folder, 'stick.txt')
    await keys().addKeyFile(key, keyFile)
    await keys().choosePassphrase(key, 'correct horse battery')
    expect(await run('refuse', { keyFile })).toBe(EXIT_REFUSED)
    expect(lines()).toEqual([hex(key)])
  })

  it('starts locked and says so when the stick is not in, or is that of another box', async () => {
    const keyFile = join(folder, 'stick.txt')
    const key = keys().create()
    await keys().addKeyFile(key, keyFile)
    await keys().choosePassphrase(key, 'correct horse battery')
    rmSync(keyFile)
    await run('refuse', { keyFile })
    await openKeys(join(folder, 'other'), crypto, LIGHT).addKeyFile(key, keyFile)
    await run('refuse', { keyFile })
    expect(lines()).toEqual(['none', 'none'])
    expect(said).toEqual([m.hub_supervisor_key_file_missing(), m.hub_supervisor_key_file_wrong()])
  })

  it('promises a key file to a locked box that has none, and writes it when a person has opened the box', async () => {
    const keyFile = join(folder, 'stick.txt')
    await keys().choosePassphrase(keys().create(), 'correct horse battery')
    expect(await run('unlock-then-crash', { keyFile })).toBe(0)
    expect(said[0]).toBe(m.hub_supervisor_key_file_later())
    expect(hex(await keys().unlock({ keyFile }))).toBe(lines()[1])
  })

  it('writes the key file once, as soon as it holds the key', async () => {
    const keyFile = join(folder, 'stick.txt')
    await run('refuse', { keyFile })
    expect(said).toEqual([m.hub_supervisor_key_file_written({ path: keyFile })])
    expect(hex(await keys().unlock({ keyFile }))).toBe(lines()[0])
    rmSync(keyFile)
    await run('refuse', { keyFile })
    expect(existsSync(keyFile)).toBe(false)
  })

  it('goes on without a key file when it cannot be written, and says so', async () => {
    const keyFile = join(folder, 'no-such-stick', 'key.txt')
    expect(await run('refuse', { keyFile })).toBe(EXIT_REFUSED)
    expect(said).toEqual([m.hub_supervisor_key_file_not_written({ path: keyFile })])
    expect(keys().wraps().keyFile).toBe(false)
  })

  it('names a damaged key', async () => {
    keys().create()
    writeFileSync(join(folder, 'keys', 'database-key'), 'short')
    await expect(run('refuse')).rejects.toMatchObject({ code: 'DB_WRONG_KEY' })
  })

  it('gives up with a sentence when the hub never stands', async () => {
    expect(await run('always-crash')).toBe(1)
    expect(lines()).toHaveLength(QUICK_CRASHES_AT_MOST)
    expect(said.at(-1)).toBe(m.hub_supervisor_gave_up())
  })

  it('ends a hub that says what no hub says, and keeps its own key', async () => {
    expect(await run('talk-nonsense')).toBe(1)
    expect(new Set(lines())).toEqual(new Set([hex(keys().readUnprotected())]))
  })

  it('does not start a hub again that refuses to start', async () => {
    expect(await run('refuse')).toBe(EXIT_REFUSED)
    expect(waits).toEqual([])
  })

  it('passes a stop on to the hub and ends with it', async () => {
    const signals = new EventEmitter()
    const ready = whenLogged('ready')
    const ended = run('until-told', { signals })
    await ready
    signals.emit('SIGTERM')
    expect(await ended).toBe(0)
    expect(lines().at(-1)).toBe('told')
    expect(signals.listenerCount('SIGTERM')).toBe(0)
  })

  it('refuses to make a new key beside a database that has lost its own', async () => {
    mkdirSync(join(folder, 'db'))
    writeFileSync(join(folder, 'db', 'lectern.db'), 'Lectern1 and more')
    await expect(run('refuse')).rejects.toMatchObject({ code: 'DB_WRONG_KEY' })
    expect(existsSync(join(folder, 'keys', 'database-key'))).toBe(false)
  })
})

describe('the restart policy', () => {
  it('is at once after a long run, ever later after quick crashes, and never for ever', () => {
    expect(nextRestart([60_000])).toBe(200)
    const quick = Array.from({ length: QUICK_CRASHES_AT_MOST - 1 }, (_, n) => nextRestart(Array<number>(n + 1).fill(5)))
    expect(quick).toEqual([200, 400, 800, 1600, 3200, 5000, 5000])
    expect(nextRestart(Array<number>(QUICK_CRASHES_AT_MOST).fill(5))).toBe('give-up')
    expect(nextRestart([...Array<number>(QUICK_CRASHES_AT_MOST - 1).fill(5), 60_000])).toBe(200)
  })
})

/** Resolves when the stand-in has written `line`. */
function whenLogged(line: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const watcher = watch(log, () => {
    if (!lines().includes(line)) return
    watcher.close()
    resolve()
  })
  return promise
}
