import { appendFileSync, readFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { hex } from '../kernel/bytes.ts'
import { handDatabaseKey, receiveOrders } from '../platform/keys/handover.ts'

/**
 * A hub's process as the supervisor sees it, for its test: writes down the key of each run, then
 * ends in the way the test asked for. Arguments: the way, the file to write to.
 */
const [way = '', log = ''] = process.argv.slice(2)
const { key } = await receiveOrders()
appendFileSync(log, `${key ? hex(key) : 'none'}\n`)
const run = readFileSync(log, 'utf8').trimEnd().split('\n').length

switch (way) {
  case 'crash-twice':
    if (run <= 2) process.kill(process.pid, 'SIGKILL')
    break
  case 'unlock-then-crash':
    if (run === 1) {
      handDatabaseKey(randomBytes(32))
      // The pipe is flushed by the time a further message is answered.
      await receiveOrders()
      process.kill(process.pid, 'SIGKILL')
    }
    break
  case 'always-crash':
    process.exit(7)
    break
  case 'talk-nonsense':
    process.send?.({ type: 'database-key', key: 'short' })
    setInterval(() => undefined, 1000)
    break
  case 'refuse':
    process.exit(2)
    break
  case 'until-told':
    process.once('SIGTERM', () => {
      appendFileSync(log, 'told\n')
      process.exit(0)
    })
    appendFileSync(log, 'ready\n')
    setInterval(() => undefined, 1000)
    break
  default:
    throw new Error(`no way to end called ${way}`)
}
if (!['until-told', 'talk-nonsense'].includes(way)) process.disconnect?.()
