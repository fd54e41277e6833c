import { afterAll, beforeAll, expect, it } from 'vitest'
import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { Learner } from '../../testkit/learner.ts'
import { scheduleOf } from '../features/live/rules/run/run.ts'
import type { Run } from '../features/live/wire/run.ts'
import { setPlan } from '../features/live/wire/routes.ts'
import { newId } from '../kernel/ids.ts'
import { hubTime } from '../kernel/time.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'

let hub: HubProcess
beforeAll(async () => { hub = await HubProcess.start() })
afterAll(() => hub[Symbol.asyncDispose]())

const crypto = nodeCrypto()
const item = (title: string, seconds: number) =>
  ({ id: newId('item', crypto), title, kind: 'talk' as const, seconds, overrun: 'push' as const, cues: [], poll: null, music: null })

it('brings everybody back to the same item and second after a kill in the middle of an item', async () => {
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  const plan = { objective: 'Stand up without hands', items: [item('Warm up', 600), item('Lunges', 600), item('Close', 60)] }
  await host.page.client.call(setPlan, { params: { code }, input: { plan } })
  await host.openLobby()
  await host.enter()
  const learner = await Learner.join(hub.base, code)
  await host.begin()
  const begun = await host.page.until('the run to begin', () => runOf(host.page, 'Warm up'))
  const { link } = host.page
  if (!link) throw new Error('a studio without a link')
  await link.send({ type: 'move-run', revision: begun.revision, move: { do: 'next' } }).kept
  const before = await learner.page.until('the learner to be at the second item', () => runOf(learner.page, 'Lunges'))

  const told = [host.page, learner.page].map((page) => page.all('run').length)
  await hub.isBack(hub.kill())
  for (const [index, page] of [host.page, learner.page].entries()) {
    await page.until('the run after the restart', () => page.all('run').length > (told[index] ?? 0), 20_000)
  }

  // The same run on the same clock: at any instant one asks for, the item and second are the same.
  const after = [host.page.last('run')?.run, learner.page.last('run')?.run]
  const instant = hubTime((before.line.since ?? 0) + 90_000_000)
  for (const run of after) expect(run && scheduleOf(run, instant)).toEqual(scheduleOf(before, instant))
  expect(scheduleOf(before, instant)).toMatchObject({ elapsed: 90_000_000, current: { item: { title: 'Lunges' } } })
  expect(host.page.last('entered')?.class.objective).toBe('Stand up without hands')
  host.close()
  learner.close()
}, 90_000)

/** The run a page holds, once it is at that item. */
function runOf(page: Host['page'], title: string): Run | undefined {
  const run = page.last('run')?.run
  return run?.items.find(({ state }) => state === 'now')?.title === title ? run : undefined
}
