import { pageSections, publisherSections, TestPeer } from '../src/media/testing/peers.ts'
import type { Learner } from './learner.ts'

/** Media peers at a hub's doors. They share no process with a hub's media thread. */

/** Publishes as OBS does: by a stream key, H.264 and Opus, over loopback. */
export async function publishWithKey(base: string, path: string, key: string): Promise<{ readonly peer: TestPeer; readonly resource: string }> {
  const peer = await TestPeer.open(publisherSections('H264'))
  const answer = await fetch(`${base}${path}`, {
    method: 'POST', body: peer.offer, headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
  })
  if (answer.status !== 201) throw new Error(`the publisher was answered ${answer.status}: ${await answer.text()}`)
  await peer.accept(await answer.text())
  return { peer, resource: answer.headers.get('location') ?? '' }
}

/** A learner's page watching: picture, three sounds and the data channel. */
export async function watchAs(learner: Learner, code: string): Promise<TestPeer> {
  const peer = await TestPeer.open(pageSections())
  const answer = await learner.page.client.signed({ method: 'POST', path: `/whep/${code}`, body: peer.offer, contentType: 'application/sdp' })
  await peer.accept(answer.text)
  return peer
}
