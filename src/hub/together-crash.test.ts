import { afterAll, beforeAll, expect, it } from 'vitest'
import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { Learner } from '../../testkit/learner.ts'

let hub: HubProcess
beforeAll(async () => { hub = await HubProcess.start() })
afterAll(() => hub[Symbol.asyncDispose]())

it('is at the same second with its timer, its music and its poll after a kill in the middle of them', async () => {
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  await host.openLobby()
  await host.enter()
  const learner = await Learner.join(hub.base, code)
  await host.begin()
  const { link } = host.page
  if (!link) throw new Error('a host outside the studio')

  await link.send({ type: 'timer', start: { seconds: 600, label: 'Plank' } }).kept
  await link.send({ type: 'music', start: { track: 'beat-100' } }).kept
  await link.send({ type: 'poll', act: { do: 'open', poll: { question: 'How are your knees?', options: ['Fine', 'Sore'] } } }).kept
  const { page } = learner
  const poll = await page.until('the poll', () => page.last('poll')?.poll?.id)
  const answer = () => learner.link.send({ type: 'answer-poll', poll, option: 1, at: host.now() }).done
  await answer()
  const [timer, music] = [page.last('timer')?.timer, page.last('music')?.music]
  expect([timer?.label, music?.track]).toEqual(['Plank', 'beat-100'])

  await hub.isBack(hub.kill())
  await page.until('the learner to be back', () => page.all('entered').length >= 2, 20_000)
  await page.until('its own answer to be asked for', () => page.last('my-answer')?.option === null)
  expect([page.last('timer')?.timer, page.last('music')?.music]).toEqual([timer, music])
  expect(page.last('poll')?.poll).toMatchObject({ id: poll, question: 'How are your knees?', open: true, answered: 0 })
  await answer()
  await host.page.until('the studio to count it', () => host.page.last('poll')?.poll?.counts?.[1] === 1, 20_000)
  host.close()
  learner.close()
}, 90_000)
