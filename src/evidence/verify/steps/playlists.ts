import type { Track } from '../../../features/capture/wire/words.ts'
import type { BundleFiles } from '../../bundle/bundle-files.ts'
import { initFile, MEDIA, partName, PLAYLIST, playlistName } from '../../bundle/format.ts'
import { found } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { readText } from './open-log.ts'
import type { RecordedSegment } from './recorded-segments.ts'

const TRACKS = ['video', 'audio'] as const satisfies readonly Track[]

/**
 * Nobody signs a playlist: it only says what to play after what. So it must name every moment once, in the order of
 * the record, each behind the beginning it was recorded with, and no address elsewhere.
 */
export async function checkPlaylists(files: BundleFiles, segments: readonly RecordedSegment[]): Promise<Finding[]> {
  const tracks = TRACKS.filter((track) => segments.some(({ parts }) => parts.some((part) => part.track === track)))
  const faults: Finding[] = []
  const fault = (file: string): void => void faults.push(found('segments', 'PLAYLIST_FALSE', { file }))
  if (!isMain(await readText(files, PLAYLIST), tracks)) fault(PLAYLIST)
  for (const track of tracks) {
    const file = playlistName(track)
    if (played(await readText(files, file)) !== expected(segments, track)) fault(file)
  }
  return faults
}

const inMedia = (path: string): string => path.slice(MEDIA.length)

/** Addresses in a playlist: lines that are none of its tags, and what its tags name. */
const ADDRESS = /^(?!#)\S.*$|URI="([^"]*)"/gm

function isMain(text: string, tracks: readonly Track[]): boolean {
  const named = [...text.matchAll(ADDRESS)].map(([line, uri]) => uri ?? line)
  return named.length > 0 && named.every((one) => tracks.some((track) => inMedia(playlistName(track)) === one))
}

/** What is played after what, a line each; `=` before an init segment. */
function played(text: string): string {
  return [...text.matchAll(ADDRESS)].map(([line, uri]) => (uri === undefined ? line : `=${uri}`)).join('\n')
}

function expected(segments: readonly RecordedSegment[], track: Track): string {
  let before: string | undefined
  return segments.flatMap(({ number, parts }) => {
    const part = parts.find((one) => one.track === track)
    if (!part) return []
    const init = part.init === before ? [] : [`=${inMedia(initFile(part.init))}`]
    before = part.init
    return [...init, inMedia(partName(number, track))]
  }).join('\n')
}
