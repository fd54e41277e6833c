import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Child, freePort } from './child.ts'

const PROGRAM = '/usr/bin/janus'
const START_WITHIN_MS = 15_000
/** Where Debian puts Janus's parts. */
const PARTS = '/usr/lib/x86_64-linux-gnu/janus'
const UNUSED_TRANSPORTS = ['http', 'mqtt', 'nanomsg', 'pfunix', 'rabbitmq'].map((name) => `libjanus_${name}.so`)
const UNUSED_PLUGINS = ['audiobridge', 'duktape', 'echotest', 'lua', 'nosip', 'recordplay', 'sip', 'streaming', 'textroom', 'videocall', 'voicemail']
  .map((name) => `libjanus_${name}.so`)

export type JanusOptions = {
  /** Fixed number of threads for all peers; undefined is Janus's default, one thread per peer. */
  readonly eventLoops?: number
}

export type JanusServer = AsyncDisposable & { readonly pid: number; readonly url: string; readonly output: string }

export function hasJanus(): boolean {
  return existsSync(PROGRAM)
}

/**
 * Starts Debian's Janus with a configuration of its own in a temporary folder: the video room over
 * WebSockets and nothing else, its API on loopback alone. It has no STUN server and learns no address
 * beyond this machine's.
 */
export async function startJanus(options: JanusOptions = {}): Promise<JanusServer> {
  const folder = await mkdtemp(join(tmpdir(), 'janus-'))
  const port = await freePort()
  await writeFile(join(folder, 'janus.jcfg'), mainConfiguration(folder, options))
  await writeFile(join(folder, 'janus.transport.websockets.jcfg'), webSocketConfiguration(port))
  await writeFile(join(folder, 'janus.plugin.videoroom.jcfg'), 'general: { }\n')
  const child = new Child('janus', PROGRAM, ['-F', folder, '-C', join(folder, 'janus.jcfg'), '-o'])
  const dispose = async (): Promise<void> => {
    await child.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await child.says(/WebSockets thread started|WebSockets server started/i, START_WITHIN_MS)
  } catch (error) {
    await dispose()
    throw error
  }
  return { pid: child.pid, url: `ws://127.0.0.1:${port}`, get output() { return child.output }, [Symbol.asyncDispose]: dispose }
}

function mainConfiguration(folder: string, { eventLoops }: JanusOptions): string {
  const list = (names: readonly string[]): string => `"${names.join(',')}"`
  return `
general: {
  configs_folder = "${folder}"
  plugins_folder = "${PARTS}/plugins"
  transports_folder = "${PARTS}/transports"
  events_folder = "${PARTS}/events"
  loggers_folder = "${PARTS}/loggers"
  debug_level = 4
  ${eventLoops === undefined ? '' : `event_loops = ${eventLoops}`}
}
nat: { ice_ignore_list = "vmnet" }
plugins: { disable = ${list(UNUSED_PLUGINS)} }
transports: { disable = ${list(UNUSED_TRANSPORTS)} }
loggers: { disable = "libjanus_jsonlog.so" }
events: { broadcast = false }
`
}

function webSocketConfiguration(port: number): string {
  return `
general: {
  json = "compact"
  ws = true
  ws_port = ${port}
  ws_ip = "127.0.0.1"
  wss = false
}
admin: { admin_ws = false }
`
}
