import { parseOffer } from '../sdp/session.ts'
import { writeAnswer } from '../sdp/answer.ts'
import { writeOffer } from '../sdp/offer.ts'
import { acceptableCodecs } from '../sdp/codecs.ts'
import { Transport } from './transport.ts'
import type { TransportHandlers } from './transport.ts'

/**
 * Proof, at every start, of the library behaviour that all forwarding rests on
 * (`sdp/transport-offer.ts`): packets with an SSRC nobody announced pass through the single line, in
 * both directions, over loopback.
 */

const WITHIN_MS = 10_000
const RESEND_MS = 10
const UNANNOUNCED = 0x1ec7_e2e5
const LOOPBACK = { port: 0, bindAddress: '127.0.0.1' }
const IGNORE: TransportHandlers = { onPacket: () => undefined, onState: () => undefined, onChannel: () => undefined }

/**
 * Rejects when the packet did not come back; the hub then must not start media. `answer` opens the
 * answering side.
 */
export async function selfTest(answer: typeof Transport.answer = Transport.answer, withinMs = WITHIN_MS): Promise<void> {
  const echoed = Promise.withResolvers<void>()
  const connected = Promise.withResolvers<void>()
  const timer = setTimeout(() => {
    const error = new Error('media self-test: a packet of an unannounced source did not pass')
    connected.reject(error)
    echoed.reject(error)
  }, withinMs)
  // Both are awaited one after the other below; the one not yet awaited must not count as unhandled.
  echoed.promise.catch(() => undefined)

  const peer = await Transport.offer(LOOPBACK, {
    ...IGNORE,
    onPacket: (bytes) => {
      if (isProbe(bytes)) echoed.resolve()
    },
    onState: (state) => {
      if (state === 'connected') connected.resolve()
    },
  }, undefined)
  let echo: Transport | undefined
  let resend: NodeJS.Timeout | undefined
  try {
    const offer = parseOffer(writeOffer(peer.local, [
      { kind: 'video', direction: 'sendonly', payloadTypes: [96], lines: ['a=rtpmap:96 VP8/90000'] },
    ]))
    echo = await answer(offer, LOOPBACK, { ...IGNORE, onPacket: (bytes) => void echo?.send(bytes) })
    peer.accept(writeAnswer(offer, echo.local, offer.media.map((section) => {
      const [choice] = acceptableCodecs(section)
      return choice ? { type: 'receive', choice, extensions: [] } : { type: 'rejected' }
    }), 1))
    await connected.promise
    // More than once, since the first may overtake the end of the other side's handshake.
    resend = setInterval(() => void peer.send(probePacket()), RESEND_MS)
    await echoed.promise
  } finally {
    clearTimeout(timer)
    clearInterval(resend)
    echo?.close()
    peer.close()
  }
}

function probePacket(): Buffer {
  const bytes = Buffer.alloc(24)
  bytes[0] = 0x80
  bytes[1] = 96
  bytes.writeUInt32BE(UNANNOUNCED, 8)
  return bytes
}

function isProbe(bytes: Buffer): boolean {
  return bytes.length === 24 && bytes.readUInt32BE(8) === UNANNOUNCED
}
