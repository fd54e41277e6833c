import { afterEach, describe, expect, it } from 'vitest'

import { waitFor } from '../wait-for.ts'
import { RawPeer, transportOf } from './raw-peer.ts'
import { rtpPacket } from '../../src/rehearse/media/rtp-packet.ts'

const peers: RawPeer[] = []
afterEach(() => { for (const peer of peers.splice(0)) peer.close() })

describe('a raw peer', () => {
  it('exchanges packets of any SSRC with another, both ways', async () => {
    const caller = await RawPeer.offering({ name: 'caller', bindAddress: '127.0.0.1' })
    const callee = await RawPeer.answering({ name: 'callee', bindAddress: '127.0.0.1' }, caller.transport)
    peers.push(caller, callee)
    caller.accept(callee.transport)
    await Promise.all([caller.connected(), callee.connected()])

    const heard: number[] = []
    callee.onPacket = (packet) => heard.push(packet.readUInt32BE(8))
    caller.onPacket = (packet) => heard.push(packet.readUInt32BE(8))
    const packet = (ssrc: number): Buffer => rtpPacket({ payloadType: 120, marker: false, sequence: 1, timestamp: 2, ssrc }, Buffer.from('payload'))
    await waitFor('the caller to send', () => caller.send(packet(0xdeadbeef)), { within: 20_000 })
    await waitFor('the callee to send', () => callee.send(packet(0x12345678)), { within: 20_000 })
    await waitFor('both packets', () => heard.length === 2, { within: 20_000 })
    expect(heard.toSorted()).toEqual([0xdeadbeef, 0x12345678].toSorted())
  })

  it('refuses a description that names no transport', () => {
    expect(() => transportOf('v=0\r\n')).toThrow('a=ice-ufrag:')
  })
})
