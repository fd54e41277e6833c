import { Refused } from '../../../../kernel/failures.ts'
import { mountRaw } from '../../../../platform/http/mounted.ts'
import type { Mounted } from '../../../../platform/http/mounted.ts'
import { sharedResponse } from '../../../../platform/http/shared-response.ts'
import { parseStreamFile } from '../../rules/playlist/stream-files.ts'
import { CAPTURE_REFUSALS } from '../../wire/refusals.ts'
import { STREAM_DOOR } from '../../wire/routes.ts'
import type { StreamDeps } from './deps.ts'

/** Two playlists and two segments in two seconds for each of two hundred players, who may all be behind one router. */
const LIMIT = { burst: 8000, seconds: 10 }
const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl'

/** `GET /hls/:stream/:file`: playlists and segments, for whoever knows the stream's name. */
export function streamDoor(deps: Pick<StreamDeps, 'streams'>): Mounted {
  return mountRaw(
    { name: 'stream-file', method: 'GET', path: STREAM_DOOR, who: 'anyone', limit: LIMIT, refusals: CAPTURE_REFUSALS },
    async ({ params, query }) => {
      const { source, sent } = deps.streams.use(params['stream'] ?? '')
      const file = parseStreamFile(params['file'] ?? '')
      if (!file) throw new Refused('NOT_FOUND')
      if (file.type === 'main') return playlist(await source.main(sent))
      if (file.type === 'playlist') return playlist(await source.playlist(file.of, sent, nextSegment(query.get('_HLS_msn'))))
      if (!sent[file.of === 'video' ? 'video' : 'audio']) throw new Refused('STREAM_UNKNOWN')
      const { type, bytes } = await source.file(file)
      return sharedResponse(bytes, { headers: { ...FOR_ALL, 'content-type': type } })
    },
  )
}

/** Players on other pages may read it, as those over WHEP may: its right is in its name. */
const FOR_ALL = { 'cross-origin-resource-policy': 'cross-origin' } as const

function playlist(text: string): Response {
  return new Response(text, { headers: { ...FOR_ALL, 'content-type': PLAYLIST_TYPE } })
}

/** The delivery directive `_HLS_msn` (rfc8216bis, 6.2.5.2). */
function nextSegment(text: string | null): number | null {
  if (text === null) return null
  if (!/^\d{1,9}$/.test(text)) throw new Refused('BAD_INPUT', { field: '_HLS_msn' })
  return Number(text)
}
