/**
 * Reads media playlists by the letter of draft-pantos-hls-rfc8216bis-17, sharing nothing with what writes
 * them, and says what is wrong with one. Only what this product's playlists may hold is known here:
 * anything else is a fault.
 */
export function checkMediaPlaylist(text: string): string[] {
  const faults: string[] = []
  const must = (holds: boolean, fault: string): void => void (holds || faults.push(fault))
  const lines = text.split('\n')
  must(lines[0] === '#EXTM3U', 'does not begin with EXTM3U')
  must(lines.pop() === '', 'does not end its last line')
  const head = new Map<string, string>()
  const segments: Pending[] = []
  let pending = emptySegment()
  let map: string | undefined
  let isEnded = false
  for (const line of lines.slice(1)) {
    must(!isEnded, 'goes on after its end')
    if (!line.startsWith('#')) {
      segments.push({ ...pending, uri: line, map })
      pending = emptySegment()
      continue
    }
    const [, tag = '', , value = ''] = /^#([A-Z0-9-]+)(:(.*))?$/.exec(line) ?? []
    if (HEAD.has(tag)) {
      must(!head.has(tag), `${tag} twice`)
      must(segments.length === 0 && pending.duration === undefined, `${tag} after the first segment`)
      head.set(tag, value)
    } else if (tag === 'EXT-X-MAP') map = /^URI="([^"]+)"$/.exec(value)?.[1] ?? ''
    else if (tag === 'EXT-X-DISCONTINUITY') {
      must(!pending.discontinuity && pending.duration === undefined, 'a discontinuity out of place')
      pending.discontinuity = true
    } else if (tag === 'EXT-X-PROGRAM-DATE-TIME') pending.wall = value
    else if (tag === 'EXTINF') pending.duration = value
    else if (tag === 'EXT-X-ENDLIST') isEnded = true
    else faults.push(`unknown: ${line}`)
  }
  must(segments.length > 0, 'holds nothing')
  must(segments[0]?.discontinuity !== true, 'begins with a discontinuity')
  for (const segment of segments) faults.push(...checkSegment(segment, Number(head.get('EXT-X-TARGETDURATION'))))
  return [...faults, ...checkHead(head, isEnded)]
}

type Pending = { discontinuity: boolean; wall: string; duration: string | undefined; uri: string; map: string | undefined }
const emptySegment = (): Pending => ({ discontinuity: false, wall: '', duration: undefined, uri: '', map: undefined })
const HEAD: ReadonlySet<string> = new Set(['EXT-X-VERSION', 'EXT-X-INDEPENDENT-SEGMENTS', 'EXT-X-TARGETDURATION', 'EXT-X-PLAYLIST-TYPE', 'EXT-X-SERVER-CONTROL', 'EXT-X-MEDIA-SEQUENCE', 'EXT-X-DISCONTINUITY-SEQUENCE'])

function checkSegment({ wall, duration = '', uri, map }: Pending, target: number): string[] {
  const faults: string[] = []
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(wall)) faults.push(`${uri}: no date`)
  if (!/^\d+\.\d{6},$/.test(duration)) faults.push(`${uri}: length ${duration}`)
  if (Math.round(Number.parseFloat(duration)) > target) faults.push(`${uri}: longer than the target duration`)
  if (map === undefined || !/^[a-z]+-init-[0-9a-f]{12}\.mp4$/.test(map)) faults.push(`${uri}: no map`)
  if (!/^[a-z]+-\d+-[0-9a-f]{12}\.m4s$/.test(uri)) faults.push(`${uri}: no name`)
  return faults
}

function checkHead(head: ReadonlyMap<string, string>, isEnded: boolean): string[] {
  const faults: string[] = []
  const type = head.get('EXT-X-PLAYLIST-TYPE')
  const control = head.get('EXT-X-SERVER-CONTROL')
  const target = head.get('EXT-X-TARGETDURATION') ?? ''
  if (Number(head.get('EXT-X-VERSION')) < 6) faults.push('EXT-X-MAP needs version 6')
  if (!/^\d+$/.test(target)) faults.push('no target duration')
  for (const tag of ['EXT-X-MEDIA-SEQUENCE', 'EXT-X-DISCONTINUITY-SEQUENCE']) if (!/^\d+$/.test(head.get(tag) ?? '')) faults.push(`no ${tag}`)
  if (type !== undefined && type !== 'VOD' && type !== 'EVENT') faults.push(`type ${type}`)
  if (type === 'VOD' && !isEnded) faults.push('a whole class without an end')
  const holdBack = /^CAN-BLOCK-RELOAD=YES,HOLD-BACK=(\d+\.\d)$/.exec(control ?? '')?.[1]
  if (control !== undefined && (holdBack === undefined || Number(holdBack) < 3 * Number(target))) faults.push(`server control ${control}`)
  return faults
}
