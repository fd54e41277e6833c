import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lectern } from '../../testkit/lectern-command.ts'
import { readBack } from '../../testkit/c2pa-reader.ts'
import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { RecordedPublisher } from '../../testkit/recorded-publisher.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { publishWithKey } from '../../testkit/watching.ts'
import { setRecording } from '../features/capture/wire/routes.ts'
import { makeStreamKey } from '../features/live/wire/routes.ts'
import { decideClaim, makeClaim, stateConsentFor } from '../features/privacy/wire/routes.ts'
import type { WallTime } from '../kernel/time.ts'
import { newId } from '../kernel/ids.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'

const WITHIN = { within: 20_000 }
vi.setConfig({ testTimeout: 60_000 })

describe('a clip from a hub as people run it', () => {
  let hub: HubProcess
  let host: Host
  let code: string

  type Got = { readonly bytes: Buffer; readonly headers: Headers }
  const get = async (method: string, path: string): Promise<Got> => {
    let bytes = Buffer.alloc(0)
    const { headers } = await host.page.client.signed({
      method, path, withinMs: 30_000,
      fetch: async (...of) => {
        const response = await fetch(...of)
        bytes = Buffer.from(await response.clone().arrayBuffer())
        return response
      },
    })
    return { bytes, headers }
  }
  const clip = (query = ''): Promise<Got> => get('POST', `/api/1/classes/${code}/clip${query}`)
  const authority = async (): Promise<string> => (await get('GET', '/api/1/clip-authority')).bytes.toString()

  beforeAll(async () => {
    hub = await HubProcess.start()
    const invitation = await hub.invitation()
    code = invitation.code
    host = await Host.pair(invitation.studioLink, code)
    await host.openLobby()
    await host.begin()
    await host.enter()
    await host.page.client.call(setRecording, { params: { code }, input: { on: true } })
    const { key, path } = await host.page.client.call(makeStreamKey, { params: { code } })
    const publisher = new RecordedPublisher((await publishWithKey(hub.base, path, key)).peer)
    await waitFor('three segments', () => (host.page.last('recording')?.recording.seconds ?? 0) >= 5, WITHIN)
    publisher.stop()
    await host.end()
  }, 60_000)
  afterAll(async () => {
    host.close()
    await hub[Symbol.asyncDispose]()
  })

  it('is a film of the class with its manifest, under the authority that the box hands out', async () => {
    const { bytes, headers } = await clip()
    expect([headers.get('content-type'), headers.get('content-disposition'), headers.get('lectern-parts')]).toEqual(['video/mp4', `attachment; filename="${code}.mp4"`, '1'])
    const read = await readBack(bytes, await authority())
    expect(read).toMatchObject({ state: 'Trusted', failures: [], ingredients: 0, title: `${code}.mp4` })
    expect(read.said('org.lectern.record')).toMatchObject([{ segments: { first: { number: 0 } } }])
    const whole = read.said('org.lectern.record')
    const [first] = (await readBack((await clip('?from=0&to=2500')).bytes, await authority())).said('org.lectern.record')
    expect(first).toMatchObject({ segments: { first: { number: 0 } } })
    expect(first).not.toEqual(whole[0])
  })

  it('is signed under the same authority when the box was started anew', async () => {
    const before = await authority()
    await hub.isBack(hub.kill())
    expect(await authority()).toBe(before)
    expect(await readBack((await clip()).bytes, before)).toMatchObject({ state: 'Trusted' })
  })

  it('is refused in words where there is none to give', async () => {
    await expect(clip('?from=3600000')).rejects.toMatchObject({ code: 'NOTHING_RECORDED', sentence: expect.stringMatching(/Nothing is recorded/) })
    await expect(clip('?part=2')).rejects.toMatchObject({ code: 'CLIP_UNKNOWN' })
    for (const query of ['?from=-1', '?to=soon', '?part=0', '?from=1e99']) await expect(clip(query)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('waits for a decision where somebody asked to have a part of it removed, and says afterwards what was', async () => {
    const [record] = (await readBack((await clip()).bytes)).said('org.lectern.record') as { span: { from: WallTime; to: WallTime } }[]
    if (!record) throw new Error('no record')
    const choices = { heard: false, seen: false, answers: false, analytics: false, contact: false }
    const { consent: { person } } = await host.page.client.call(stateConsentFor, { params: { code }, input: { person: null, name: 'Ada', guardian: null, choices, notice: { sha256: 'A'.repeat(43), language: 'en' }, contact: null } })
    const claim = newId('clm', nodeCrypto())
    await host.page.client.call(makeClaim, { params: { code }, input: { claim, span: { from: record.span.from, to: record.span.from + 1000 as WallTime }, remove: { sound: true, picture: false, text: false }, reason: 'mine', statement: null, person } })
    await expect(clip()).rejects.toMatchObject({ code: 'CLIP_CLAIMED' })
    await host.page.client.call(decideClaim, { params: { code, claim }, input: { remove: { sound: true, picture: false, text: false }, means: 'silence', note: '' } })
    const read = await readBack((await clip()).bytes, await authority())
    expect(read).toMatchObject({ state: 'Trusted', failures: [], ingredients: 0 })
    expect(read.said('c2pa.actions.v2')).toMatchObject([{ actions: [{ action: 'c2pa.created' }, { action: 'c2pa.edited' }] }])
    expect(read.said('org.lectern.redaction')).toMatchObject([{ what: ['sound'], decided: [{ segment: 0, means: 'silence', claim }] }])
  })

  it('is written at the terminal, with the authority beside it, while the box runs and when it does not', async () => {
    const at = (name: string): string => join(hub.folder, name)
    const running = await lectern('clip', code.toLowerCase(), '--out', at('clip.mp4'), '--data', hub.folder)
    expect(running).toMatchObject({ status: 0, err: '' })
    expect(running.out).toContain(at('lectern-authority.pem'))
    const trusted = readFileSync(at('lectern-authority.pem'), 'utf8')
    expect(trusted).toBe(await authority())
    expect(await readBack(readFileSync(at('clip.mp4')), trusted)).toMatchObject({ state: 'Trusted', failures: [] })

    expect(await lectern('clip', code, '--from', '00:00:00', '--to', '0:02', '--out', at('short.mp4'), '--data', hub.folder)).toMatchObject({ status: 0 })
    expect(statSync(at('short.mp4')).size).toBeLessThan(statSync(at('clip.mp4')).size)

    const refused = await lectern('clip', code, '--from', '1:00:00', '--out', at('none.mp4'), '--data', hub.folder)
    expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('Nothing is recorded')])
    const unknown = await lectern('clip', '222222', '--out', at('none.mp4'), '--data', hub.folder)
    expect([unknown.status, unknown.err]).toEqual([1, expect.stringContaining('222222')])
    expect(existsSync(at('none.mp4'))).toBe(false)
    const twice = await lectern('clip', code, '--out', at('clip.mp4'), '--data', hub.folder)
    expect([twice.status, twice.err]).toEqual([2, expect.stringContaining('is there already')])
    for (const args of [[], ['A', 'B'], ['A', '--from', 'soon'], ['A', '--from', '61:61'], ['A', '--from', '10', '--to', '5'], ['A', '--what']]) {
      const { status, err } = await lectern('clip', ...args)
      expect([args.join(' '), status, err.trim().split('\n').length]).toEqual([args.join(' '), 2, 1])
    }

    await hub.stop()
    expect(await lectern('clip', code, '--out', at('offline.mp4'), '--data', hub.folder)).toMatchObject({ status: 0, err: '' })
    expect(await readBack(readFileSync(at('offline.mp4')), trusted)).toMatchObject({ state: 'Trusted', failures: [] })
  })
})
