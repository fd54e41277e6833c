import type { Client } from '../../../../ui/client.ts'
import { TRACK_DOORS } from '../../wire/routes.ts'

/** A track of megabytes over a weak link. */
const WITHIN_MS = 120_000

/** Fetches the sound of a track, signed as a seat's. Throws as {@link Client.signed} does. */
export async function trackBytes(client: Pick<Client, 'signed'>, code: string, track: string): Promise<ArrayBuffer> {
  let bytes: ArrayBuffer | undefined
  await client.signed({
    method: 'GET', path: TRACK_DOORS.sound.replace(':code', code).replace(':track', encodeURIComponent(track)), withinMs: WITHIN_MS,
    // The client reads texts: what is no refusal is taken here, as it is.
    fetch: async (url, init) => {
      const answer = await fetch(url, init)
      if (!answer.ok) return answer
      bytes = await answer.arrayBuffer()
      return new Response('', { status: answer.status })
    },
  })
  if (!bytes) throw new TypeError('a good answer without its bytes')
  return bytes
}
