import { Malformed } from '../../../../kernel/failures.ts'
import type { Client } from '../../../../ui/client.ts'

/** Where a session is asked for: `/whip/CODE` or `/whep/CODE`. */
export type MediaDoor = { readonly client: Pick<Client, 'signed'>; readonly path: string }

/** One negotiated peer connection and its resource at the box. */
export type MediaSession = {
  readonly connection: RTCPeerConnection
  readonly answer: string
  /** Last part of the resource's path: the box's name for this session. */
  readonly id: string
  /** Ends it here and there. The box notices by itself when it cannot be told. */
  close(): void
}

/**
 * Offers, and takes the box's answer (RFC 9725 and its counterpart for watching). No candidates are
 * waited for: the box names its own, and learns the browser's from the first packet.
 * Rejects as the client does; `Malformed` when what answered speaks something else.
 */
export async function openMediaSession(connection: RTCPeerConnection, door: MediaDoor, improve: (sdp: string) => string = (sdp) => sdp): Promise<MediaSession> {
  try {
    const offered = await describe(connection, improve)
    const { client, path } = door
    const { status, headers, text: answer } = await client.signed({ method: 'POST', path, body: offered, contentType: 'application/sdp' })
    const resource = headers.get('location')
    if (status !== 201 || resource === null) throw new Malformed('media session answer')
    // Wherever the box thinks it is reached, this page reaches it at the page's own address.
    const at = new URL(resource, location.href).pathname
    const close = (): void => {
      connection.close()
      client.signed({ method: 'DELETE', path: at }).catch(() => undefined) // Told in vain: the box ends what falls silent.
    }
    try {
      await connection.setRemoteDescription({ type: 'answer', sdp: answer })
    } catch (cause) {
      close()
      throw new Malformed('media session answer', { cause })
    }
    return { connection, answer, id: at.split('/').at(-1) ?? '', close }
  } catch (error) {
    connection.close()
    throw error
  }
}

async function describe(connection: RTCPeerConnection, improve: (sdp: string) => string): Promise<string> {
  const offer = await connection.createOffer()
  const plain = offer.sdp ?? ''
  const improved = improve(plain)
  try {
    await connection.setLocalDescription({ type: 'offer', sdp: improved })
    return improved
  } catch (error) {
    // A browser that does not let its offer be improved is taken as it is.
    if (!(error instanceof DOMException) || improved === plain) throw error
    await connection.setLocalDescription(offer)
    return plain
  }
}
