import type { Page } from 'playwright-core'

/** A sine of 997 Hz, which loudness is defined by. `decibels`: its peak against full scale. */
export type Tone = { readonly address: string; readonly key: string; readonly decibels: number }

/** Publishes a tone over WHIP, as a program with a stream key does, for as long as the page stands. Answers once it is connected. */
export async function publishTone(page: Page, tone: Tone): Promise<void> {
  await page.evaluate(publish, tone)
}

/** Runs in a page. */
async function publish({ address, key, decibels }: Tone): Promise<void> {
  const audio = new AudioContext()
  const [tone, gain, out] = [audio.createOscillator(), audio.createGain(), audio.createMediaStreamDestination()]
  tone.frequency.value = 997
  gain.gain.value = 10 ** (decibels / 20)
  tone.connect(gain).connect(out)
  tone.start()
  const connection = new RTCPeerConnection()
  for (const track of out.stream.getAudioTracks()) connection.addTransceiver(track, { direction: 'sendonly' })
  await connection.setLocalDescription(await connection.createOffer())
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` }, body: connection.localDescription?.sdp ?? '' })
  if (answer.status !== 201) throw new Error(`publishing was answered with ${answer.status}`)
  const connected = new Promise<void>((resolve) => { connection.addEventListener('connectionstatechange', () => { if (connection.connectionState === 'connected') resolve() }) })
  await connection.setRemoteDescription({ type: 'answer', sdp: await answer.text() })
  await connected
}
