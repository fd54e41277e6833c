import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod/mini'

import { Child } from '../../testkit/media/child.ts'

const run = promisify(execFile)
/** Debian's own Python, for whose version its packages are; another may come first on the path. */
const PYTHON = '/usr/bin/python3'
const WHIP_CLIENT = '/usr/bin/whip-client'

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Why a client cannot run on this machine; undefined when it can. */
export type Absence = string | undefined

/** Leaves a test as skipped, with the reason, when what it needs is absent. */
export function skipWhen(skip: (condition: boolean, note?: string) => void, absence: Absence): void {
  skip(absence !== undefined, absence)
}

export async function aiortcAbsent(): Promise<Absence> {
  try {
    await run(PYTHON, ['-c', 'import aiortc'])
    return undefined
  } catch {
    // Missing Python and missing package come to the same.
    return 'Debian\'s python3-aiortc is not installed'
  }
}

export function whipClientAbsent(): Absence {
  if (!existsSync(WHIP_CLIENT)) return 'Debian\'s simple-whip-client is not installed'
  if (!existsSync('/usr/bin/cc')) return 'simple-whip-client needs a stand-in for a library, and there is no C compiler to make it'
  return undefined
}

export function aiortcPublisher(url: string, token?: string): Child {
  return new Child('aiortc publisher', PYTHON, [here('aiortc_publish.py'), url, ...(token === undefined ? [] : [token])])
}

export function aiortcPlayer(url: string): Child {
  return new Child('aiortc player', PYTHON, [here('aiortc_play.py'), url])
}

/**
 * Debian 12's `simple-whip-client` speaks HTTP through libsoup 2, while the GStreamer parts it loads
 * reach libsoup 3 by way of a UPnP library, and libsoup 3 then ends the process. UPnP has no use here, so an
 * empty library takes its place; the client and all of its WebRTC run as packaged.
 */
export async function whipClient(url: string, options: { readonly trickle: boolean; readonly token?: string }): Promise<AsyncDisposable & { readonly child: Child }> {
  const folder = await mkdtemp(join(tmpdir(), 'whip-client-'))
  await writeFile(join(folder, 'upnp.c'), `
    void *gupnp_simple_igd_thread_new(void) { return 0; }
    unsigned long gupnp_simple_igd_get_type(void) { return 0; }
    void gupnp_simple_igd_add_port(void) {}
    int gupnp_simple_igd_remove_port_local(void) { return 0; }
  `)
  await run('cc', ['-shared', '-fPIC', '-Wl,-soname,libgupnp-igd-1.0.so.4', '-o', join(folder, 'libgupnp-igd-1.0.so.4'), join(folder, 'upnp.c')])
  const child = new Child('whip-client', WHIP_CLIENT, [
    '-u', url, ...(options.token === undefined ? [] : ['-t', options.token]), ...(options.trickle ? [] : ['-n']), '-l', '5', '-o',
    '-A', 'audiotestsrc is-live=true wave=sine ! audioconvert ! audioresample ! queue ! opusenc ! rtpopuspay pt=111 ! queue ! application/x-rtp,media=audio,encoding-name=OPUS,payload=111',
    '-V', 'videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=30/1 ! videoconvert ! queue'
      + ' ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=60 bitrate=800 ! video/x-h264,profile=constrained-baseline'
      + ' ! rtph264pay pt=102 config-interval=-1 aggregate-mode=zero-latency ! queue ! application/x-rtp,media=video,encoding-name=H264,payload=102',
  ], { LD_LIBRARY_PATH: folder })
  return {
    child,
    async [Symbol.asyncDispose]() {
      await child.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const Fact = z.object({
  kind: z.optional(z.enum(['audio', 'video'])), frames: z.optional(z.int()),
  width: z.optional(z.int()), loudest: z.optional(z.int()), connection: z.optional(z.string()), answered: z.optional(z.int()),
})
export type Fact = z.infer<typeof Fact>

/** What a Python client said so far; its libraries' own chatter is no JSON and is passed over. */
export function factsOf(child: Child): Fact[] {
  return child.output.split('\n').slice(0, -1).filter((line) => line.startsWith('{')).map((line) => Fact.parse(JSON.parse(line)))
}
