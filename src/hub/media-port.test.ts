import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, it, vi } from 'vitest'
import { TestHub } from '../../testkit/hub.ts'

vi.setConfig({ testTimeout: 60_000 })

it('opens without picture and sound when another program has its UDP port, and says which port', async () => {
  const other = createSocket('udp4')
  other.bind(0)
  await once(other, 'listening')
  const { port } = other.address()
  await using hub = await TestHub.start({ config: { mediaPort: port } })
  expect(hub.hub.lamps()).toMatchObject({ media: false, mediaPortTaken: port })
  const host = await hub.host()
  expect((await host.studio()).lamps.media).toBe(false)
  expect((await host.openLobby()).phase).toBe('lobby')
  const answer = await fetch(`${hub.base}/whep/${hub.code}`, { method: 'POST', body: 'v=0\r\n', headers: { 'content-type': 'application/sdp' } })
  expect(await answer.json()).toMatchObject({ code: 'MEDIA_OFF' })
  other.close()
})
