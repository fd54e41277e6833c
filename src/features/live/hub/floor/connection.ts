import { base64url } from '../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../kernel/crypto.ts'
import type { RefusalDetails } from '../../../../kernel/failures.ts'
import type { DeviceId, SeatId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { RateLimit } from '../../../../platform/http/rate-limit.ts'
import { liveMessages } from '../../wire/messages.ts'
import type { LiveNews } from '../../wire/messages.ts'
import type { Lens } from './lens.ts'
import type { Room } from './room.ts'

/** A WebSocket as the floor sees it. */
export type FloorSocket = {
  /** For limits and the log. */
  readonly address: string
  /** Bytes the network has not taken yet. */
  readonly waiting: number
  send(text: string): void
  close(code: CloseCode, reason: string): void
}

/** Codes of RFC 6455 section 7.4.1, and our own from 4000. */
export const CLOSE = { goingAway: 1001, policy: 1008, tryLater: 1013, replaced: 4001, idle: 4002, sentOut: 4003 } as const
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]

/** Somebody who does not read is hung up on before what they owe fills the memory. */
const MOST_WAITING_BYTES = 1_048_576

/** A page that is told to slow down does; who goes on regardless costs time that belongs to the class. */
const REFUSED_TOO_OFTEN = { burst: 200, seconds: 60 }

/** Where a connection belongs once it has entered. */
export type Place =
  | { readonly as: 'seat'; readonly room: Room; readonly seat: SeatId }
  | { readonly as: 'studio'; readonly room: Room }
  /** A screen for the room: no seat, nobody's. */
  | { readonly as: 'screen'; readonly room: Room }

/** One page's live socket. */
export class Connection {
  readonly nonce: string
  readonly socket: FloorSocket
  /** How much it may still say, by message type. */
  readonly limits = new RateLimit(liveMessages.length)
  /** Set by the first good signature; a connection never changes hands. */
  device: DeviceId | undefined
  /** The highest command number seen; the socket keeps order, so lower ones are replays. */
  highest = 0
  place: Place | undefined
  /** What it is told of what everybody is told. */
  lens: Lens | undefined
  #isQuiet = false
  readonly #patience = new RateLimit(1)

  constructor(socket: FloorSocket, crypto: Pick<Crypto, 'randomBytes'>) {
    this.socket = socket
    this.nonce = base64url(crypto.randomBytes(16))
  }

  say(news: LiveNews): void {
    const seen = this.lens ? this.lens(news) : news
    if (seen) this.sayText(JSON.stringify(seen))
  }

  /** For news that go to many, of whom none sees less than all: the text is made once. */
  sayText(text: string): void {
    if (this.socket.waiting > MOST_WAITING_BYTES) {
      this.socket.close(CLOSE.tryLater, 'too far behind')
      return
    }
    this.#isQuiet = false
    this.socket.send(text)
  }

  /** Whether it was told nothing since this was last asked. */
  wasQuiet(): boolean {
    const wasQuiet = this.#isQuiet
    this.#isQuiet = true
    return wasQuiet
  }

  /** Takes note that it said more than it may, and hangs up on whoever does not stop. */
  overran(now: HubTime): void {
    if (this.#patience.take('overrun', REFUSED_TOO_OFTEN, now) > 0) this.socket.close(CLOSE.policy, 'too many messages')
  }

  refuse(n: number | null, code: string, details?: RefusalDetails): void {
    this.say({ type: 'refused', n, code, ...(details ? { details: { ...details } } : {}) })
  }
}
