/**
 * The engine in a process of its own, whose CPU can be counted and which can be started any number of
 * times. Started by {@link ./sfu-process.ts}; says where it listens, ends when it is told to.
 */
import { startSfuHost } from './sfu-host.ts'

const host = await startSfuHost()
process.once('SIGTERM', () => {
  host[Symbol.asyncDispose]().then(() => process.exit(0), () => process.exit(1))
})
process.stdout.write(`listening ${host.url}\n`)
