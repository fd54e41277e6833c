import { beatOf, beatSound } from '../../rules/together/beat-sound.ts'

/** The sound of a track: made here where the box would make it the same, else fetched. */
export async function trackBytes(track: string, fetch: (track: string) => Promise<ArrayBuffer>): Promise<ArrayBuffer> {
  const beat = beatOf(track)
  // Two hundred phones need not fetch what a few lines make, and a start is never late for it.
  return beat === undefined ? fetch(track) : Uint8Array.from(beatSound(beat)).buffer
}
