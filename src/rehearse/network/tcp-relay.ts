import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { seededRandom } from './random.ts'

const LOOPBACK = '127.0.0.1'
/** The least time before a sender repeats what nobody confirmed (RFC 6298 as Linux has it). */
const REPEAT_AFTER_MS = 200

/** One direction. `loss` is the chance that a piece has to be sent again, which holds up all that follows it. */
export type LineConditions = { readonly delayMs: number; readonly loss: number }
export type TcpRelay = AsyncDisposable & {
  readonly port: number
  /** Nothing passes any more, in either direction, until {@link release}; then all that was held does, in order. */
  hold(): void
  release(): void
}

/**
 * A TCP port of loopback that lies as far away as said from another. TCP loses nothing; what the
 * network loses, it waits for, and so does everything behind it. Delays are kept to a millisecond.
 */
export async function startTcpRelay(options: { readonly port: number; readonly line: LineConditions; readonly seed?: number }): Promise<TcpRelay> {
  const random = seededRandom(options.seed ?? 1)
  const open = new Set<Socket>()
  const gate = new Gate()
  const server = createServer((near) => {
    const far = connect(options.port, LOOPBACK)
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      open.add(socket)
      socket.on('close', () => open.delete(socket))
      socket.on('error', () => socket.destroy()) // A broken line is what the other side must hear of, and it does.
    }
    carry(near, far, { ...options, random, gate })
    carry(far, near, { ...options, random, gate })
  })
  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a relay without a port')
  return {
    port: address.port,
    hold: () => gate.hold(),
    release: () => gate.release(),
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => { server.close(resolve) })
    },
  }
}

/** Lets acts through, or keeps them in order until it opens again. */
class Gate {
  #held: (() => void)[] | undefined

  pass(act: () => void): void {
    if (this.#held) this.#held.push(act)
    else act()
  }

  hold(): void {
    this.#held ??= []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const act of held) act()
  }
}

type Line = { readonly line: LineConditions; readonly random: () => number; readonly gate: Gate }

function carry(from: Socket, to: Socket, { line: { delayMs, loss }, random, gate }: Line): void {
  let lastArrival = 0
  // Timers of less than a millisecond's difference may fire in any order: each lets the oldest pass.
  const waiting: (() => void)[] = []
  const later = (act: () => void, extraMs = 0): void => {
    const now = performance.now()
    lastArrival = Math.max(lastArrival, now + delayMs + extraMs)
    waiting.push(act)
    setTimeout(() => {
      const oldest = waiting.shift()
      gate.pass(() => { if (!to.destroyed) oldest?.() })
    }, lastArrival - now)
  }
  from.on('data', (piece) => later(() => to.write(piece), random() < loss ? REPEAT_AFTER_MS : 0))
  from.on('end', () => later(() => to.end()))
  from.on('close', () => later(() => to.destroy()))
}
