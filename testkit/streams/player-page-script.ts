import { openPlayer } from '../../src/features/capture/screens/player/player.ts'
import type { Player, PlayerEvent } from '../../src/features/capture/screens/player/player.ts'
import { hello } from '../../src/features/people/wire/routes.ts'
import { hubTime } from '../../src/kernel/time.ts'
import { Client } from '../../src/ui/client.ts'
import { nobleCrypto } from '../../src/ui/crypto-noble.ts'
import { openDeviceKey } from '../../src/ui/device-key.ts'
import { localMicros, pageTimers } from '../../src/ui/timers.ts'

/** What the test reads back. Times in milliseconds of the page's own clock, from its `start`. */
export type PlayerProbe = { player: Player; events: PlayerEvent[]; firstFrameMs: number | null; startedAt: number; start(): void }

const wanted = new URLSearchParams(location.search)
const video = document.querySelector('video')
if (!video) throw new Error('no video')
const crypto = nobleCrypto()
const code = wanted.get('code') ?? ''
const client = new Client({ crypto, hello, key: openDeviceKey({ trusted: true, use: { class: code }, storage: localStorage, crypto, now: Date.now }) })

async function begin(): Promise<void> {
  const { now } = await client.call(hello)
  const offset = now - localMicros()
  const probe: PlayerProbe = {
    events: [], firstFrameMs: null, startedAt: 0,
    player: undefined as never, // Set by start.
    start() {
      probe.startedAt = performance.now()
      video?.requestVideoFrameCallback(() => { probe.firstFrameMs = performance.now() - probe.startedAt })
      probe.player = openPlayer({
        media: video as HTMLVideoElement, client, code, of: wanted.get('of') === 'replay' ? 'replay' : 'class', timers: pageTimers, now: localMicros,
        hubNow: () => hubTime(localMicros() + offset), on: (event) => probe.events.push(event),
      })
    },
  }
  Object.assign(globalThis, { probe })
}
void begin()
