import { afterAll, beforeAll, expect, it } from 'vitest'
import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { Page } from '../../testkit/page.ts'
import { choosePassphrase, hello, unlock } from '../features/people/wire/routes.ts'

const PASSPHRASE = 'seven lamps on a lectern'
let hub: HubProcess
beforeAll(async () => { hub = await HubProcess.start() }, 60_000)
afterAll(() => hub[Symbol.asyncDispose]())

it('needs the passphrase after a power cut and not after a crash', async () => {
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  await host.page.client.call(choosePassphrase, { input: { passphrase: PASSPHRASE } })
  const isLocked = async (): Promise<boolean> => (await new Page(hub.base).client.call(hello)).locked

  const crashed = hub.kill()
  await hub.isBack(crashed)
  expect(await isLocked()).toBe(false)

  // The supervisor's memory is what a power cut takes.
  await hub.restart()
  expect(await isLocked()).toBe(true)
  const page = new Page(hub.base)
  await expect(page.client.call(unlock, { input: { passphrase: 'seven lamps on a table' } })).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' })
  await page.client.call(unlock, { input: { passphrase: PASSPHRASE } })
  await hub.says(/Class code/)
  expect(await isLocked()).toBe(false)

  const again = hub.kill()
  await hub.isBack(again)
  expect(await isLocked()).toBe(false)
}, 180_000)
