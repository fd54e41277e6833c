/** The engine in a process whose CPU can be counted; says where it listens, ends when it is told to. */
import { startSfuHost } from '../testkit/media/sfu-host.ts'

const host = await startSfuHost()
process.once('SIGTERM', () => {
  host[Symbol.asyncDispose]().then(() => process.exit(0), () => process.exit(1))
})
process.stdout.write(`listening ${host.url}\n`)
