import { flushCompileCache } from 'node:module'
import { Refused } from '../kernel/failures.ts'
import { webAddress } from '../platform/addresses.ts'
import { readConfig } from '../platform/config.ts'
import type { Config } from '../platform/config.ts'
import { otherSentence, startSentences } from '../platform/http/platform-sentences.ts'
import { sentenceBook } from '../platform/http/sentences.ts'
import { handDatabaseKey, handPreparedKey, handRehearsal, handSheet, receiveOrders, tellSheetKept, whenSupervisorGone } from '../platform/keys/handover.ts'
import { dataFolder } from '../platform/data-folder.ts'
import { openKeys } from '../platform/keys/keys.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { speakTerminalLanguage } from '../platform/language.ts'
import { openBrowser } from '../platform/open-browser.ts'
import { DatabaseFailure } from '../platform/sqlite/failures.ts'
import { m } from '../words/messages.js'
import { getLocale } from '../words/runtime.js'
import { askHidden } from './ask-hidden.ts'
import { endAtOnce } from './end-at-once.ts'
import { databaseSentence, greeting, tourGreeting } from './greeting.ts'
import { leftovers, passingFolder } from './passing-folders.ts'
import { startHub } from './start-hub.ts'
import type { Hub } from './start-hub.ts'
import { EXIT_REFUSED, STOP_MS } from './supervise.ts'

/**
 * The hub's own process, as the supervisor starts it. Arguments and settings are those of
 * `lectern hub`. Exits with {@link EXIT_REFUSED} when starting again would not help.
 */
process.on('uncaughtException', endAtOnce)
speakTerminalLanguage(process.env)
const config = configured()
await run().catch(refused)

function configured(): Config {
  try {
    return readConfig(process.env, process.argv.slice(2), process.cwd())
  } catch (error) {
    return refused(error)
  }
}

async function run(): Promise<void> {
  say(m.hub_start_opening())
  const { key, sample, rehearsal, sheet, first } = await receiveOrders()
  const left = [leftovers(config.data, 'tour', sample), leftovers(config.data, 'rehearsal', rehearsal)]
  const leave = (): void => end()
  const hub = await startHub({
    config: { ...config, data: sample !== null ? passingFolder(config.data, 'tour', sample) : rehearsal !== null ? passingFolder(config.data, 'rehearsal', rehearsal) : config.data },
    databaseKey: key ?? keyWithoutSupervisor(),
    onUnlocked: handDatabaseKey,
    onFatal: endAtOnce,
    sample: sample === null ? null : { root: config.data, onPrepared: handPreparedKey, leave },
    rehearsal: rehearsal !== null
      ? { type: 'rehearsal', name: rehearsal, ports: { http: config.port, media: config.mediaPort }, onHeld: (held) => handSheet(JSON.stringify(held)), leave }
      : sample === null ? { type: 'real', root: config.data, onPrepared: handRehearsal, leave } : null,
    sheet: sheet === null ? null : { text: sheet, onKept: tellSheetKept },
  })
  for (const erase of left) erase()
  // Ctrl-C reaches this process from the terminal and again from the supervisor: the first ends it, the others wait.
  let ending: Promise<void> | undefined
  const end = (): void => { ending ??= hub.end().then(() => process.exit(0)) }
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, end)
  whenSupervisorGone(() => {
    end()
    // Nobody is left to make it, should something not let go: a hub nobody can end would hold the record against the next one.
    setTimeout(() => endAtOnce(new Error('the hub did not end')), STOP_MS).unref()
  })
  flushCompileCache() // A crash, which the cache is for, would leave nothing.

  if (hub.isLocked()) await unlockAtTerminal(hub)
  else welcome(hub, { isSample: sample !== null, opensBrowser: first && config.open })
}

/** What the terminal shows and, on a desktop, the browser: nobody has to type an address. */
function welcome(hub: Hub, { isSample, opensBrowser }: { readonly isSample: boolean; readonly opensBrowser: boolean }): void {
  const links = hub.invitation()
  say(isSample ? tourGreeting(links, hub.lamps()) : greeting({ ...links, addresses: hub.addresses() }, hub.lamps()))
  if (!opensBrowser) return
  openBrowser(isSample ? links.tourLink : links.studioLink, { platform: process.platform, environment: process.env, isTerminal: process.stdout.isTTY })
}

/** Without a supervisor (development) the hub takes the key as the folder has it. */
function keyWithoutSupervisor(): Uint8Array | null {
  if (process.connected) return null
  const keys = openKeys(dataFolder(config.data).keys, nodeCrypto())
  if (keys.state() === 'new') return keys.create()
  return keys.state() === 'unprotected' ? keys.readUnprotected() : null
}

async function unlockAtTerminal(hub: Hub): Promise<void> {
  const address = `${webAddress('http', 'localhost', hub.port)}/host`
  say(hub.tlsPort === null ? m.hub_locked({ address }) : m.hub_locked_https({ address }))
  const opened = new AbortController()
  hub.onOpen(() => {
    opened.abort()
    welcome(hub, { isSample: false, opensBrowser: false })
  })
  while (process.stdin.isTTY && hub.isLocked()) {
    const typed = await askHidden(m.hub_locked_ask(), process.stdin, process.stdout, opened.signal)
    if (!hub.isLocked()) return // Somebody opened it from a page meanwhile.
    if (typed === null) {
      process.kill(process.pid, 'SIGTERM')
      return
    }
    await hub.unlock(typed).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error
      say(m.hub_locked_wrong())
    })
  }
}

function refused(error: unknown): never {
  if (error instanceof DatabaseFailure) say(databaseSentence(error.code, config.data))
  else if (error instanceof Refused) say(sentenceBook(otherSentence, startSentences)(error.code, error.details, getLocale()))
  else throw error
  process.exit(EXIT_REFUSED)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
