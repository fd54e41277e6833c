import { MessageChannel } from 'node:worker_threads'
import { startMediaEngine } from '../media/engine-port.ts'
import { endAtOnce } from './end-at-once.ts'

/** A process in which media works when something fails beyond repair. */
await startMediaEngine({
  transport: { port: 0, bindAddress: '127.0.0.1' }, epoch: process.hrtime.bigint(), channelPort: new MessageChannel().port1, onDeath: () => undefined,
})
process.on('uncaughtException', endAtOnce)
throw new Error('beyond repair, Bearer not-for-the-log')
