import { render } from 'preact'
import '../../ui/kit/kit.css'
import '../../features/privacy/screens/crew/crew.css'
import '../../features/privacy/screens/moments/moments.css'
import { openPlayer } from '../../features/capture/screens/player/player.ts'
import { hello } from '../../features/people/wire/routes.ts'
import { codeInPath } from '../../features/privacy/screens/crew/crew-format.ts'
import { MomentsPage } from '../../features/privacy/screens/moments/moments-page.tsx'
import { MomentsVisit } from '../../features/privacy/screens/moments/moments-visit.ts'
import { probeCapabilities } from '../../ui/capabilities.ts'
import { Client } from '../../ui/client.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { openPersonKey } from '../../ui/device-key.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { localMicros, pageTimers } from '../../ui/timers.ts'

/** Where somebody appears in a class: for the device that was there. */
const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
forgetAskedLanguage(location, history)

const { trusted } = probeCapabilities()
const crypto = nobleCrypto()
const code = codeInPath(location.pathname, '/moments')
const key = openPersonKey({ trusted, class: code, storage: localStorage, tabStorage: sessionStorage, crypto, now: Date.now })
const client = new Client({ crypto, hello, key })
const visit = new MomentsVisit({
  code, client, secretKey: key.secretKey, crypto, wallMs: Date.now, timers: pageTimers,
  play: ({ media, open, on }) => openPlayer({ media, client, code, of: 'replay', open, on, timers: pageTimers, now: localMicros }),
})
render(<MomentsPage code={code} part={visit} isKept={key.lasts === 'kept'} />, root)
