import type { Conditions } from './network/relay.ts'
import type { LineConditions } from './network/tcp-relay.ts'

/** What may lie between the box and each learner in a rehearsal. */
export const NETWORKS = ['lan', 'wan', 'bad', 'cap300'] as const
export type NetworkName = (typeof NETWORKS)[number]

/** Both directions alike. `packets`: sound, picture and the cues' channel; `line`: requests and the socket. */
export type Network = {
  readonly packets: Conditions
  readonly line: LineConditions
  /** For the middle third of the class the way to the learner carries no more than this, in bits per second. */
  readonly cappedTo: number | null
}

const MS = 1000

export const networks: Readonly<Record<NetworkName, Network>> = {
  /** One room, one access point. */
  lan: { packets: { delay: 1 * MS, jitter: 2 * MS }, line: { delayMs: 1, loss: 0 }, cappedTo: null },
  /** 40 ms round trip, 2 % lost. */
  wan: { packets: { delay: 20 * MS, jitter: 4 * MS, loss: 0.02 }, line: { delayMs: 20, loss: 0.02 }, cappedTo: null },
  /** 40 ms round trip, 5 % lost. */
  bad: { packets: { delay: 20 * MS, jitter: 4 * MS, loss: 0.05 }, line: { delayMs: 20, loss: 0.05 }, cappedTo: null },
  /** A good link that carries 300 kbit/s for a while; what waits for it is 200 ms at most, then it is lost. */
  cap300: { packets: { delay: 10 * MS, jitter: 2 * MS, queueBytes: 7_500 }, line: { delayMs: 10, loss: 0 }, cappedTo: 300_000 },
}
