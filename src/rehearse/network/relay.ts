import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'

import { CLEAN_LINK, LinkModel, type LinkConditions, type LinkCounts } from './link-model.ts'
import { seededRandom } from './random.ts'

const LOOPBACK = '127.0.0.1'
const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024

export type Endpoint = { readonly address: string; readonly port: number }
export type Conditions = Partial<LinkConditions>

/** A UDP port that behaves like a bad network in front of another port. */
export type Relay = AsyncDisposable & {
  /** Where clients are to send. */
  readonly address: string
  readonly port: number
  /** Changes what is named and leaves the rest as it is; takes effect on the next packet. */
  set(changes: { readonly up?: Conditions; readonly down?: Conditions }): void
  stats(): { readonly up: LinkCounts; readonly down: LinkCounts; readonly clients: number; readonly sendFailures: number }
  close(): Promise<void>
}

export type RelayOptions = {
  readonly target: Endpoint
  /** From the clients to the target. */
  readonly up?: Conditions
  readonly down?: Conditions
  readonly seed?: number
  /** Where to listen; it must reach the target. */
  readonly address?: string
}

/**
 * Starts a relay on a free port. All clients share its two links, as phones share one access point;
 * each client has its own socket towards the target, so that the target can tell them apart.
 * Delays are kept to about a millisecond, the grain of the timers.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { target, seed = 1, address = LOOPBACK } = options
  const counters = { sendFailures: 0 }
  const send = (socket: Socket, packet: Buffer, to: Endpoint): void => {
    // A peer that is gone answers with an error; to a network that is a lost packet.
    socket.send(packet, to.port, to.address, (error) => { if (error) counters.sendFailures++ })
  }
  const clients = new Map<string, Socket>()
  const up = new Direction({ ...CLEAN_LINK, ...options.up }, seed)
  const down = new Direction({ ...CLEAN_LINK, ...options.down }, seed + 1)

  const front = openSocket()
  const clientSocket = (client: RemoteInfo): Socket => {
    const key = `${client.address}:${client.port}`
    const known = clients.get(key)
    if (known) return known
    const back = openSocket()
    back.on('message', (packet) => down.carry(packet.length, () => send(front, packet, client)))
    back.bind(0, address)
    clients.set(key, back)
    return back
  }
  front.on('message', (packet, client) => {
    const back = clientSocket(client)
    up.carry(packet.length, () => send(back, packet, target))
  })
  front.bind(0, address)
  await once(front, 'listening')

  const close = async (): Promise<void> => {
    up.stop()
    down.stop()
    await Promise.all([front, ...clients.values()].map(closeSocket))
    clients.clear()
  }
  return {
    address,
    port: front.address().port,
    set(changes) {
      if (changes.up) up.change(changes.up)
      if (changes.down) down.change(changes.down)
    },
    stats: () => ({ up: up.counts(), down: down.counts(), clients: clients.size, sendFailures: counters.sendFailures }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/**
 * The answer as a client behind the relay must see it: every candidate replaced by the relay's port.
 * Works on any SDP, since only candidate lines are touched.
 */
export function throughRelay(sdp: string, relay: Endpoint): string {
  const lines = sdp.split(/\r?\n/)
  const first = lines.findIndex((line) => line.startsWith('a=candidate:'))
  if (first < 0) throw new Error('the description carries no candidate to replace')
  const candidate = `a=candidate:1 1 UDP 2122252543 ${relay.address} ${relay.port} typ host`
  const replaced = lines.flatMap((line, index) => {
    if (!line.startsWith('a=candidate:')) return [line]
    return index === first ? [candidate] : []
  })
  return replaced.join('\r\n')
}

/** The UDP port that an answer's first host candidate names: a relay's target. */
export function mediaPort(sdp: string): number {
  const [, port] = /^a=candidate:\S+ \d+ \S+ \d+ \S+ (\d+) typ host/m.exec(sdp) ?? []
  if (port === undefined) throw new Error('the description has no host candidate')
  return Number(port)
}

/** One link model, the process's clock, and one timer. */
class Direction {
  #conditions: LinkConditions
  readonly #link: LinkModel<() => void>
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(conditions: LinkConditions, seed: number) {
    this.#conditions = conditions
    this.#link = new LinkModel(conditions, seededRandom(seed))
  }

  carry(size: number, deliver: () => void): void {
    if (this.#stopped) return
    this.#link.offer(deliver, size, nowMicros())
    this.#run()
  }

  change(changes: Conditions): void {
    this.#conditions = { ...this.#conditions, ...changes }
    this.#link.change(this.#conditions, nowMicros())
    this.#run()
  }

  counts(): LinkCounts {
    return this.#link.counts()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  readonly #run = (): void => {
    clearTimeout(this.#timer)
    for (const deliver of this.#link.take(nowMicros())) deliver()
    const next = this.#link.nextEvent()
    if (next === undefined || this.#stopped) return
    this.#timer = setTimeout(this.#run, Math.max(0, (next - nowMicros()) / 1000))
  }
}

function openSocket(): Socket {
  return createSocket({ type: 'udp4', recvBufferSize: SOCKET_BUFFER_BYTES, sendBufferSize: SOCKET_BUFFER_BYTES })
}

function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => { socket.close(() => resolve()) })
}

function nowMicros(): number {
  return performance.now() * 1000
}
