import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { Learner } from '../../testkit/learner.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { publishWithKey, watchAs } from '../../testkit/watching.ts'
import { makeStreamKey } from '../features/live/wire/routes.ts'
import { PAYLOAD_TYPES } from '../media/testing/peers.ts'

const WITHIN = { within: 10_000 }
vi.setConfig({ testTimeout: 60_000 })
let hub: HubProcess
beforeAll(async () => { hub = await HubProcess.start() })
afterAll(() => hub[Symbol.asyncDispose]())

it('holds the picture back in the lobby, sends it when the class begins, and cues on the data channel too', async () => {
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  await host.openLobby()
  await host.enter()
  const learner = await Learner.join(hub.base, code)
  const inRoom = await Learner.join(hub.base, code, { kind: 'room', headphones: false })
  const screen = await watchAs(learner, code)
  const silent = await watchAs(inRoom, code)

  const { key, path } = await host.page.client.call(makeStreamKey, { params: { code } })
  const { peer: obs } = await publishWithKey(hub.base, path, key)
  let sequence = 0
  const send = (): void => {
    obs.sendVideo('H264', sequence, sequence % 30 === 0)
    obs.sendAudio(sequence)
    sequence += 1
  }
  await waitFor('the studio to see the source arrive', () => {
    send()
    return host.page.last('publishers')?.publishers.some((one) => one.isProgramme && one.video && one.audio && one.from === 'whip')
  }, WITHIN)
  expect(host.page.last('class')?.class.programme).toEqual({ video: true, audio: true })
  expect(screen.received(PAYLOAD_TYPES.H264)).toEqual([])

  await host.begin()
  await waitFor('picture and sound to reach the learner', () => {
    send()
    return screen.received(PAYLOAD_TYPES.H264).length > 0 && screen.received(PAYLOAD_TYPES.OPUS).length > 0
  }, WITHIN)
  expect(silent.rtp).toEqual([])

  await host.press().done
  const cue = await learner.page.until('the cue over the socket', () => learner.page.last('cue')?.cue)
  for (const peer of [screen, silent]) {
    await peer.until(() => peer.texts.some((text) => text.includes(cue.id)))
  }

  for (const peer of [obs, screen, silent]) peer.close()
  for (const person of [host, learner, inRoom]) person.close()
})

it('turns away who has no right to publish or to watch, with a sentence', async () => {
  const { code } = await hub.invitation()
  const post = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${hub.base}${path}`, { method: 'POST', body: 'v=0\r\n', headers: { 'content-type': 'application/sdp', ...headers } })
  const refusals = await Promise.all([
    post(`/whip/${code}`), post(`/whip/${code}`, { authorization: 'Bearer wrong' }), post('/whip/AAAAAA', { authorization: 'Bearer wrong' }),
    post(`/whep/${code}`), fetch(`${hub.base}/whep/${code}/player-aaaaaaaaaaaaaaaa`, { method: 'DELETE' }),
  ].map(async (answer) => {
    const response = await answer
    return [response.status, ((await response.json()) as { code: string }).code]
  }))
  expect(refusals).toEqual([[401, 'SIGNATURE_NEEDED'], [403, 'STREAM_KEY_WRONG'], [404, 'CLASS_UNKNOWN'], [400, 'MALFORMED_SDP'], [404, 'NOT_FOUND']])
})
