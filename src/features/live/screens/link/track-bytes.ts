import type { Client } from '../../../../ui/client.ts'
import { beatOf, beatSound } from '../../rules/together/beat-sound.ts'
import { TRACK_DOORS } from '../../wire/routes.ts'

/** A track of megabytes over a weak link. */
const WITHIN_MS = 120_000

/**
 * The sound of a track: made here where the box would make it the same, else fetched, signed as a
 * seat's. Throws as {@link Client.signed} does.
 */
export async function trackBytes(client: Pick<Client, 'signed'>, code: string, track: string): Promise<ArrayBuffer> {
  const beat = beatOf(track)
  // Two hundred phones need not fetch what a few lines make, and a start is never late for it.
  if (beat !== undefined) return Uint8Array.from(beatSound(beat)).buffer
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
