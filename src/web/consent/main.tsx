import { render } from 'preact'
import '../../ui/kit/kit.css'
import '../../features/privacy/screens/held/held.css'
import '../../features/privacy/screens/consent/consent.css'
import { RECEIPT_DOOR } from '../../features/fleet/wire/routes.ts'
import { ConsentDesk } from '../../features/privacy/screens/consent/consent-desk.ts'
import { ConsentPage } from '../../features/privacy/screens/consent/consent-page.tsx'
import { MineDesk } from '../../features/privacy/screens/consent/mine-desk.ts'
import { codeInPath } from '../../features/privacy/screens/crew/crew-format.ts'
import { hello } from '../../features/people/wire/routes.ts'
import { probeCapabilities } from '../../ui/capabilities.ts'
import { Client } from '../../ui/client.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { openPersonKey } from '../../ui/device-key.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { saveFile } from '../../ui/save-file.ts'

/** What may be kept of somebody in one class: for the device that they take to it. */
const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
forgetAskedLanguage(location, history)

const { trusted } = probeCapabilities()
const crypto = nobleCrypto()
const code = codeInPath(location.pathname, '/consent')
const key = openPersonKey({ trusted, class: code, storage: localStorage, tabStorage: sessionStorage, crypto, now: Date.now })
const client = new Client({ crypto, hello, key })
const part = new ConsentDesk({ code, client, secretKey: key.secretKey, crypto, wallMs: Date.now })
const mine = new MineDesk({ code, client, receipt: RECEIPT_DOOR.replace(':code', encodeURIComponent(code)), save: saveFile })
render(<ConsentPage code={code} part={part} mine={mine} lasts={key.lasts === 'day' ? 'class' : key.lasts} />, root)
