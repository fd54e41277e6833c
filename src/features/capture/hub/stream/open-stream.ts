import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { MAIN_PLAYLIST } from '../../rules/playlist/stream-files.ts'
import type { StreamDeps } from './deps.ts'
import { LiveSource } from './live-source.ts'
import type { Sent } from './source.ts'

/** Opens a stream of a class that is live, for whom it may be sent to now. Throws `CLASS_NOT_OPEN` where nothing is sent yet, `DOOR_LOCKED` to players that come to a locked door. */
export function openStream(deps: StreamDeps, code: string, device: DeviceId | null): { path: string; wallAtZero: WallTime } {
  const { id, phase } = deps.findClass(code)
  const { viewer, sent, isKeptOut } = deps.mayWatch(code, device)
  if (isKeptOut === true) throw new Refused('DOOR_LOCKED')
  if (phase !== 'live' || !sends(sent)) throw new Refused('CLASS_NOT_OPEN')
  const name = deps.streams.add({ viewer, of: `class ${id}`, source: new LiveSource(deps.index, deps.aac, id), right: () => liveRight(deps, code, device) })
  return { path: pathOf(name), wallAtZero: deps.window.wallAtZero() }
}

export function pathOf(stream: string): string {
  return `/hls/${stream}/${MAIN_PLAYLIST}`
}

/** Whoever was there at the end sees it to its end: of a class that is over the window holds nothing new. */
function liveRight({ mayWatch }: StreamDeps, code: string, device: DeviceId | null): Sent | null {
  try {
    const { sent } = mayWatch(code, device)
    return sends(sent) ? sent : null
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.code === 'CLASS_OVER' ? { video: true, audio: true } : null
  }
}

function sends({ video, audio }: Sent): boolean {
  return video || audio
}
