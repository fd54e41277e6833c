import type { StreamSource } from '../../features/live/screens/link/fallback/stream-player.ts'

/** The class over plain requests, by the player of streams. Its script is large, and most pages never need it. */
export const classStream: StreamSource = {
  prepare: () => void load().catch(() => undefined), // Asked for again when it is wanted.
  async open({ media, client, code, timers, now, hubNow, onProgress, onNeedsPress, onEnded }) {
    const { openPlayer } = await load()
    return openPlayer({
      media, client, code, of: 'class', timers, now, hubNow,
      on: (event) => {
        if (event.type === 'progress') onProgress()
        if (event.type === 'needs-touch') onNeedsPress()
        if (event.type === 'ended' || event.type === 'failed') onEnded()
      },
    })
  },
}

async function load() {
  return import('../../features/capture/screens/player/player.ts')
}
