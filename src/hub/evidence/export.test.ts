import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lectern } from '../../../testkit/lectern-command.ts'
import { TestHub } from '../../../testkit/hub.ts'
import { controlPath } from './control-socket.ts'

vi.setConfig({ testTimeout: 60_000 })
const KEY = /lectern\/hub_[a-z2-7]{16}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+/

describe('export and verify at the terminal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-export-'))
  const at = (name: string): string => join(folder, name)
  let hub: TestHub
  let code: string
  let key: string
  beforeAll(async () => {
    hub = await TestHub.start({ media: false })
    const host = await hub.host()
    await host.openLobby()
    await host.enter()
    await hub.learner()
    await host.begin()
    code = (await host.end()).code
  })
  afterAll(async () => {
    await hub.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('takes the evidence out of a box that runs, and checks it from the files alone', async () => {
    const exported = await lectern('export', code.toLowerCase(), '--out', at('bundle'), '--data', hub.folder)
    expect(exported).toMatchObject({ status: 0, err: '' })
    key = KEY.exec(exported.out)?.[0] ?? ''
    expect(readdirSync(at('bundle'))).toEqual(expect.arrayContaining(['bundle.json', 'checkpoint', 'entries.jsonl', 'tile', 'README.txt']))

    const alone = await lectern('verify', at('bundle'))
    expect([alone.status, alone.out]).toEqual([3, expect.stringContaining('Only self-consistent')])
    const trusting = await lectern('verify', at('bundle'), '--trust', key)
    expect([trusting.status, trusting.out]).toEqual([0, expect.stringContaining('Trusted')])
    const seeing = await lectern('verify', at('bundle'), '--seen', at('bundle/checkpoint'), '--json')
    expect([seeing.status, JSON.parse(seeing.out)]).toEqual([0, expect.objectContaining({ outcome: 'trusted' })])
  })

  it('writes a tape archive, which verifies as it is', async () => {
    expect((await lectern('export', code, '--tar', at('bundle.tar'), '--no-media', '--data', hub.folder)).status).toBe(0)
    expect((await lectern('verify', at('bundle.tar'), '--trust', key)).status).toBe(0)
  })

  it('answers what cannot be with a sentence and leaves nothing behind', async () => {
    const twice = await lectern('export', code, '--out', at('bundle'), '--data', hub.folder)
    expect([twice.status, twice.err]).toEqual([2, expect.stringContaining('is there already')])
    const unknown = await lectern('export', '222222', '--out', at('none'), '--data', hub.folder)
    expect([unknown.status, unknown.err]).toEqual([1, expect.stringContaining('222222')])
    expect(existsSync(at('none'))).toBe(false)
    for (const args of [['export'], ['export', code, '--what'], ['verify'], ['verify', at('nothing')], ['verify', at('bundle'), '--trust', 'noise'], ['verify', at('bundle'), '--seen', at('nothing')]]) {
      const { status, err } = await lectern(...args)
      expect([args.join(' '), status, err.trim().split('\n').length]).toEqual([args.join(' '), 2, 1])
    }
    expect((await lectern('export', code, '--out', at('none'), '--data', at('empty'))).err).toContain('There is no box')
  })

  it('is a door for nobody but the user who runs the box', () => {
    expect(statSync(controlPath(hub.folder)).mode & 0o777).toBe(0o600)
  })

  it('takes it out of a box that does not run', async () => {
    await hub.hub.end()
    expect(existsSync(controlPath(hub.folder))).toBe(false)
    const exported = await lectern('export', code, '--out', at('offline'), '--data', hub.folder)
    expect(exported).toMatchObject({ status: 0, err: '' })
    expect((await lectern('verify', at('offline'), '--trust', key, '--seen', at('bundle/checkpoint'))).status).toBe(0)
  })
})
