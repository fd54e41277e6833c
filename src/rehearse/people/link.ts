import { startRelay, type Relay } from '../network/relay.ts'
import { startTcpRelay, type TcpRelay } from '../network/tcp-relay.ts'
import type { Network } from '../networks.ts'

/** The ports of a box on this machine. */
export type BoxPorts = { readonly http: number; readonly media: number }

/** One learner's own way to the box: a bad network for packets and one for lines, which fail together. */
export class OwnLink implements AsyncDisposable {
  readonly relay: Relay
  readonly #line: TcpRelay

  private constructor(relay: Relay, line: TcpRelay) {
    this.relay = relay
    this.#line = line
  }

  static async open(network: Network, ports: BoxPorts, seed: number): Promise<OwnLink> {
    const target = { address: '127.0.0.1', port: ports.media }
    const relay = await startRelay({ target, up: network.packets, down: network.packets, seed })
    return new OwnLink(relay, await startTcpRelay({ port: ports.http, line: network.line, seed: seed + 1 }))
  }

  /** Where the box seems to be. */
  get base(): string {
    return `http://127.0.0.1:${this.#line.port}`
  }

  /** Bits per second towards the learner; null lifts it. */
  cap(bitsPerSecond: number | null): void {
    this.relay.set({ down: { rate: bitsPerSecond ?? undefined } })
  }

  /** Nothing passes any more, and nobody is told so. */
  cut(): void {
    this.relay.set({ up: { loss: 1 }, down: { loss: 1 } })
    this.#line.hold()
  }

  restore({ packets }: Network): void {
    const loss = packets.loss ?? 0
    this.relay.set({ up: { loss }, down: { loss } })
    this.#line.release()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.relay.close(), this.#line[Symbol.asyncDispose]()])
  }
}
