import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { Learner } from '../../testkit/learner.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { watchAs } from '../../testkit/watching.ts'
import { answerInvitation, endGuest, type Guest, inviteGuest } from '../features/live/wire/guests.ts'
import { PAYLOAD_TYPES, publisherSections, TestPeer } from '../media/testing/peers.ts'

const WITHIN = { within: 10_000 }
vi.setConfig({ testTimeout: 60_000 })
let hub: HubProcess
beforeAll(async () => { hub = await HubProcess.start() })
afterAll(() => hub[Symbol.asyncDispose]())

/** Sends sound as a learner's page does: by the device's signature. */
async function sendAs(learner: Learner, path: string): Promise<TestPeer> {
  const peer = await TestPeer.open(publisherSections('H264'))
  const answer = await learner.page.client.signed({ method: 'POST', path, body: peer.offer, contentType: 'application/sdp' })
  await peer.accept(answer.text)
  return peer
}

it('carries a learner\'s voice to the class from their yes to the end, and a private one to the host alone', async () => {
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  await host.openLobby()
  await host.enter()
  const [ana, ben] = [await Learner.join(hub.base, code), await Learner.join(hub.base, code)]
  await host.begin()
  const hears = await watchAs(ben, code)
  const params = { code }
  const state = (): Guest['state'] | undefined => host.page.last('guests')?.guests[0]?.state
  const invite = async (isPrivate: boolean): Promise<Guest> =>
    (await host.page.client.call(inviteGuest, { params, input: { seat: ana.seat, as: 'voice', private: isPrivate } })).guest
  let sequence = 0
  const until = (what: string, peer: TestPeer, isSo: () => boolean | undefined): Promise<unknown> => waitFor(what, () => {
    peer.sendAudio(sequence++)
    return isSo()
  }, WITHIN)

  const { id: guest } = await invite(false)
  await ana.page.until('the invitation', () => ana.page.last('guest')?.guest?.state === 'asked')
  await expect(sendAs(ana, `/whip/${code}`)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await ana.page.client.call(answerInvitation, { params, input: { guest, answer: 'yes' } })
  const voice = await sendAs(ana, `/whip/${code}`)
  await until('the class to hear it', voice, () => state() === 'on' && hears.received(PAYLOAD_TYPES.OPUS).length > 0)

  voice.close()
  await waitFor('the box to miss it', () => state() === 'lost', WITHIN)
  const again = await sendAs(ana, `/whip/${code}`)
  await until('it to be back', again, () => state() === 'on')
  await host.page.client.call(endGuest, { params: { code, guest } })
  await waitFor('the learner to be told', () => ana.page.last('guest')?.guest === null, WITHIN)

  const talk = await invite(true)
  await ana.page.client.call(answerInvitation, { params, input: { guest: talk.id, answer: 'yes' } })
  const heard = hears.received(PAYLOAD_TYPES.OPUS).length
  const alone = await TestPeer.open(publisherSections('H264'))
  const privately = await sendAs(ana, `/whip/${code}?with=${talk.id}`)
  await until('the private talk to be on', privately, () => state() === 'on')
  await expect(ben.page.client.signed({ method: 'POST', path: `/whep/${code}?with=${talk.id}`, body: alone.offer, contentType: 'application/sdp' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(hears.received(PAYLOAD_TYPES.OPUS)).toHaveLength(heard)

  for (const peer of [hears, again, privately, alone]) peer.close()
  for (const person of [host, ana, ben]) person.close()
})
