import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { OTHER_KEY, TEST_CERTIFICATE, writeTestCertificate } from '../../testkit/certificate.ts'
import { TestHub } from '../../testkit/hub.ts'
import { Page } from '../../testkit/page.ts'
import { LIVE_SOCKET } from '../features/live/wire/messages.ts'
import { lookUpClass } from '../features/live/wire/routes.ts'
import { choosePassphrase, hello, unlock } from '../features/people/wire/routes.ts'
import { dataFolder } from '../platform/data-folder.ts'

// Threads, a disk and several people on whatever machine this is; what hangs is still found.
vi.setConfig({ testTimeout: 60_000 })

describe('a hub', () => {
  it('takes a class from draft to its figures, with a cue that every learner feels', async () => {
    await using hub = await TestHub.start()
    const host = await hub.host()
    await host.openLobby()
    await host.enter()
    const learners = await Promise.all([hub.learner({ kind: 'room', headphones: false }), hub.learner()])
    expect((await host.begin()).phase).toBe('live')

    await host.press().done
    const result = await host.page.until('the cue to settle', () => host.page.all('cue-result').map((news) => news.result).find((one) => one.settled))
    expect(result).toMatchObject({ of: 2, played: 2 })
    expect(learners.map((learner) => learner.felt.length)).toEqual([1, 1])

    const ended = await host.end()
    expect(ended.phase).toBe('closed')
  })

  it('starts locked without its key, serves nothing but that, and goes on once it is opened', async () => {
    await using first = await TestHub.start({ media: false })
    const host = await first.host()
    await host.page.client.call(choosePassphrase, { input: { passphrase: 'a long passphrase' } })
    host.close()

    await using locked = await first.restart({ locked: true })
    expect(locked.hub.isLocked()).toBe(true)
    const client = new Page(locked.base).client
    expect(await client.call(hello)).toMatchObject({ locked: true, hub: null, passphraseSet: true })
    await expect(client.call(lookUpClass, { params: { code: 'AAAAAA' } })).rejects.toMatchObject({ code: 'HUB_LOCKED' })
    await expect(locked.hub.unlock('another passphrase')).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' })

    const opened = Promise.withResolvers<void>()
    locked.hub.onOpen(opened.resolve)
    await client.call(unlock, { input: { passphrase: 'a long passphrase' } })
    await opened.promise
    expect(await client.call(hello)).toMatchObject({ locked: false, passphraseSet: true })
    expect((await client.call(lookUpClass, { params: { code: locked.code } })).class.phase).toBe('draft')
  })

  it('refuses a port that is taken and leaves nothing running', async () => {
    await using first = await TestHub.start({ media: false })
    await expect(TestHub.start({ media: false, config: { port: first.hub.port } })).rejects.toMatchObject({ code: 'PORT_TAKEN', details: { port: first.hub.port } })
  })

  it('refuses a database that is not its own and says which', async () => {
    await using first = await TestHub.start({ media: false })
    const { folder } = first
    await first.keep()
    writeFileSync(dataFolder(folder).database, 'not a database of any kind')
    await expect(TestHub.start({ media: false, folder })).rejects.toMatchObject({ code: 'DB_FOREIGN' })
    rmSync(folder, { recursive: true })
  })

  it('serves https beside http, names the address where camera and microphone work, and holds its socket there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-cert-'))
    const { cert, key } = writeTestCertificate(folder)
    await using hub = await TestHub.start({ media: false, config: { tls: { port: 0, certFile: cert, keyFile: key } } })
    const { tlsPort } = hub.hub
    if (tlsPort === null) throw new Error('no https')
    const host = await hub.host()
    expect((await host.studio()).trustedAddress).toBe(`https://class.example.org:${tlsPort}`)

    const told = await overTls(tlsPort, TEST_CERTIFICATE)
    expect(told).toMatchObject({ locked: false, trust: 'trusted' })
    const socket = new WebSocket(`wss://localhost:${tlsPort}${LIVE_SOCKET}`, { ca: TEST_CERTIFICATE, headers: { host: 'class.example.org' } })
    const [first] = (await once(socket, 'message')) as [Buffer]
    expect(JSON.parse(first.toString())).toMatchObject({ type: 'hello' })
    socket.terminate()
    rmSync(folder, { recursive: true })
  })

  it('refuses a certificate whose key is another\'s before it opens a port', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-cert-'))
    const { cert, key } = writeTestCertificate(folder)
    writeFileSync(key, OTHER_KEY)
    await expect(TestHub.start({ media: false, config: { tls: { port: 0, certFile: cert, keyFile: key } } })).rejects.toMatchObject({ code: 'CERTIFICATE_KEY_OTHER' })
    rmSync(folder, { recursive: true })
  })
})

/** What `hello` says over https, to a client that trusts the one certificate. */
async function overTls(port: number, ca: string): Promise<unknown> {
  const asked = get({ host: 'localhost', port, path: '/api/1/hello', ca, headers: { host: 'class.example.org' } })
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return JSON.parse(Buffer.concat(await response.toArray()).toString())
}
