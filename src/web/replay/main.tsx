import { render } from 'preact'
import '../../ui/kit/kit.css'
import '../../features/capture/screens/replay/replay.css'
import { openPlayer } from '../../features/capture/screens/player/player.ts'
import { ReplayPage } from '../../features/capture/screens/replay/replay-page.tsx'
import { ReplayVisit } from '../../features/capture/screens/replay/replay-visit.ts'
import { codeInReplayPath } from '../../features/capture/screens/replay/state.ts'
import { hello } from '../../features/people/wire/routes.ts'
import { probeCapabilities } from '../../ui/capabilities.ts'
import { Client } from '../../ui/client.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { hasDeviceKey, openDeviceKey, openPersonKey } from '../../ui/device-key.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { localMicros, pageTimers } from '../../ui/timers.ts'

/** A class once more: for the device that was there, and for the studio's. */
const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
forgetAskedLanguage(location, history)

const { trusted } = probeCapabilities()
const code = codeInReplayPath(location.pathname)
// On plain http a studio's key and a learner's are two; who runs the room may watch more.
const place = { trusted, storage: localStorage } as const
const crypto = nobleCrypto()
const key = hasDeviceKey({ ...place, use: 'studio' })
  ? openDeviceKey({ ...place, use: 'studio', crypto, now: Date.now })
  : openPersonKey({ ...place, class: code, tabStorage: sessionStorage, crypto, now: Date.now })
const client = new Client({ crypto, hello, key })
const visit = new ReplayVisit({ code, client, timers: pageTimers, now: localMicros, play: openPlayer })
render(<ReplayPage state={visit.state} acts={visit} link={`${location.origin}/replay/${code}`} />, root)
