import { rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { TestHub } from '../../testkit/hub.ts'
import { Page } from '../../testkit/page.ts'
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
})
