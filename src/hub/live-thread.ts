import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { CLIP_DOORS } from '../evidence/clip/routes.ts'
import { Malformed, Refused } from '../kernel/failures.ts'
import type { RefusalDetails } from '../kernel/failures.ts'
import { deviceIdOf } from '../kernel/ids.ts'
import type { DeviceId } from '../kernel/ids.ts'
import { parseAuthorization } from '../kernel/signed-request.ts'
import { Floor } from '../features/live/hub/floor/floor.ts'
import type { FloorSocket } from '../features/live/hub/floor/connection.ts'
import type { CoreToFloor, FloorToCore } from '../features/live/hub/floor/floor-messages.ts'
import { liveSentences } from '../features/live/hub/refusal-sentences.ts'
import { LIVE_SOCKET } from '../features/live/wire/messages.ts'
import { PICTURE_DOORS, PICTURE_MOST_BYTES } from '../features/live/wire/pictures.ts'
import { TRACK_DOORS, TRACK_MOST_BYTES } from '../features/live/wire/routes.ts'
import type { ChannelMessage } from '../media/engine.ts'
import { joinHubClock } from '../platform/clock.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import type { Certificate } from '../platform/http/certificate.ts'
import { bodiesOf, pathPattern } from '../platform/http/large-bodies.ts'
import type { LargeBody } from '../platform/http/large-bodies.ts'
import { listen } from '../platform/http/listener.ts'
import { loadPages } from '../platform/http/pages.ts'
import { otherSentence, platformSentences } from '../platform/http/platform-sentences.ts'
import { sentenceBook } from '../platform/http/sentences.ts'
import { turnsFor } from '../platform/http/turns.ts'
import type { TakeTurn } from '../platform/http/turns.ts'
import { webSockets } from '../platform/http/web-sockets.ts'
import { askOver } from '../platform/http/wire-request.ts'
import { createLog } from '../platform/log.ts'
import type { LogLevel } from '../platform/log.ts'
import { processTimers } from '../platform/timers.ts'

/** What the live thread is started with. */
export type LiveThreadData = {
  readonly clock: { readonly boot: string; readonly epoch: bigint }
  readonly port: number
  readonly tls: { readonly port: number; readonly certificate: Certificate } | null
  readonly hostNames: readonly string[]
  /** Pages of this box may show each other in frames, as the guided tour does. */
  readonly framed: boolean
  /** Folder of the built pages. */
  readonly pages: string
  readonly log: { readonly level: LogLevel; readonly format: 'json' | 'human' }
  /** Requests go here as plain data. */
  readonly asks: MessagePort
  /** The floor's line to the core. */
  readonly core: MessagePort
}

/** What it is told later: the data channels of a media thread that (again) runs, and to end. */
export type LiveThreadHears = { readonly type: 'channels'; readonly port: MessagePort } | { readonly type: 'end' }

export type LiveThreadSays =
  | { readonly type: 'listening'; readonly port: number; readonly tlsPort: number | null }
  | { readonly type: 'refused'; readonly code: string; readonly details: RefusalDetails }

/** Requests that may wait for the core at once, and how long each may: a disk can stall for seconds, and changing a passphrase costs a small box three turns of scrypt. */
const ASK_LIMITS = { most: 2000, withinMs: 45_000 }

async function main(): Promise<void> {
  if (!parentPort) throw new Error('the live thread was started outside a hub')
  const data = workerData as LiveThreadData // Given by start-hub.ts alone.
  const { asks, core } = data
  let channels: MessagePort | undefined
  const clock = joinHubClock(data.clock)
  const timers = processTimers()
  const log = createLog({ ...data.log, wall: clock.wall, write: (line) => process.stderr.write(`${line}\n`) })

  const floor = new Floor({
    now: clock.now,
    crypto: nodeCrypto(),
    timers,
    core: (message: FloorToCore) => core.postMessage(message),
    channels: (message: ChannelMessage) => channels?.postMessage(message),
    onFault: ({ address, error }) => log.warn('live.fault', { from: address }, error),
  })
  core.on('message', (message: CoreToFloor) => floor.fromCore(message))

  const sockets = webSockets({ path: LIVE_SOCKET, open: (socket) => floor.connect(socket satisfies FloorSocket), log })
  const listener = await listen({
    port: data.port,
    tls: data.tls,
    hostNames: data.hostNames,
    framed: data.framed,
    pages: loadPages(data.pages),
    ask: askOver(asks, ASK_LIMITS, timers),
    socket: sockets.socket,
    sentence: sentenceBook(otherSentence, platformSentences, liveSentences),
    readBody: bodiesOf(fileDoors((header) => floor.runsTheRoom(claimedDevice(header)))),
    takeTurn: takeTurns(),
    log,
  })
  parentPort.on('message', (message: LiveThreadHears) => {
    if (message.type === 'channels') {
      floor.forgetChannels()
      channels = message.port
      channels.on('message', (heard: ChannelMessage) => floor.fromChannels(heard))
      return
    }
    floor.close()
    sockets.close()
    void listener.close().then(() => process.exit(0))
  })
  say({ type: 'listening', port: listener.port, tlsPort: listener.tlsPort })
}

/** Doors that take a whole file. */
function fileDoors(mayTry: LargeBody['mayTry']): LargeBody[] {
  return [
    { method: 'POST', path: pathPattern(TRACK_DOORS.add), most: TRACK_MOST_BYTES, refusal: 'TRACK_TOO_LARGE', mayTry },
    { method: 'POST', path: pathPattern(PICTURE_DOORS.add), most: PICTURE_MOST_BYTES, refusal: 'PICTURE_TOO_LARGE', mayTry },
  ]
}

/** Doors that answer with whole files, a clip being far the longest of them. */
function takeTurns(): TakeTurn {
  const files = turnsFor([pathPattern(TRACK_DOORS.sound), pathPattern(PICTURE_DOORS.image)])
  const clips = turnsFor([pathPattern(CLIP_DOORS.clip)], { atOnce: 2, perAddress: 1 })
  return (...of) => {
    files(...of)
    clips(...of)
  }
}

/** Who a request says it comes from. Whether that is so the door finds out, when it has all that is signed. */
function claimedDevice(authorization = ''): DeviceId | null {
  try {
    return deviceIdOf(parseAuthorization(authorization).publicKey, nodeCrypto())
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

function say(message: LiveThreadSays): void {
  parentPort?.postMessage(message)
}

main().catch((error: unknown) => {
  if (!(error instanceof Refused)) throw error
  say({ type: 'refused', code: error.code, details: error.details })
})
