import { MessageChannel } from 'node:worker_threads'
import { startMediaEngine } from '../engine-port.ts'

/** A process whose media thread fails beyond repair: it says how, and ends in order. */
const { port1, port2 } = new MessageChannel()
const death = Promise.withResolvers<Error>()
await startMediaEngine({ transport: { port: 0, bindAddress: '127.0.0.1' }, epoch: process.hrtime.bigint(), channelPort: port1, onDeath: death.resolve })
port2.postMessage({ type: 'send', to: null, text: 'no list of receivers', times: 1, gapMs: 0 })
process.stdout.write((await death.promise).message)
process.exit(0)
