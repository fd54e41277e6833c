import { signal } from '@preact/signals'
import { render } from 'preact'
import { useMemo } from 'preact/hooks'
import '../../ui/kit/kit.css'
import '../../features/people/screens/door.css'
import '../../features/privacy/screens/consent/consent.css'
import '../../features/privacy/screens/crew/crew.css'
import { deviceLabel } from '../../features/people/screens/door-words.ts'
import { type DoorModel, openDoor, ticketInHash } from '../../features/people/screens/door.ts'
import { DoorPage } from '../../features/people/screens/door-page.tsx'
import { hello } from '../../features/people/wire/routes.ts'
import { codeInPath } from '../../features/privacy/screens/crew/crew-format.ts'
import { DeskModel } from '../../features/privacy/screens/desk-consent/desk-model.ts'
import { DeskPage } from '../../features/privacy/screens/desk-consent/desk-page.tsx'
import { probeCapabilities } from '../../ui/capabilities.ts'
import { Client } from '../../ui/client.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { openDeviceKey } from '../../ui/device-key.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { m } from '../../words/messages.js'

/** Consent of people without a phone, for the crew's own devices. */
const { trusted } = probeCapabilities()
const crypto = nobleCrypto()
const client = new Client({ crypto, hello, key: openDeviceKey({ trusted, use: 'studio', storage: localStorage, crypto, now: Date.now }) })
const ASK_AGAIN_MS = 2500
const code = codeInPath(location.pathname, '/desk')
/** Where learners reach this box: its own screen stands under an address that no phone can use. */
const address = signal(location.origin)
client.call(hello).then(({ addresses }) => { address.value = addresses[0] ?? location.origin }, () => { /* The page's own address is shown, then. */ })

const door = openDoor({ client, opens: ['host', 'co-host', 'desk'], ticket: ticketInHash(location.hash), label: deviceLabel(navigator.userAgent), again: (look) => setTimeout(look, ASK_AGAIN_MS) })
forgetAskedLanguage(location, history)
// The ticket must stay neither in the address nor in the history.
if (location.hash !== '') history.replaceState(null, '', location.pathname)

function Entry({ model }: { model: DoorModel }) {
  const door = model.door.value
  if (door.at !== 'in' && door.at !== 'choose') return <DoorPage model={model} title={m.privacy_desk_title()} />
  return <Desk mayOpenStudio={door.roles.includes('host') || door.roles.includes('co-host')} />
}

function Desk({ mayOpenStudio }: { mayOpenStudio: boolean }) {
  const model = useMemo(() => {
    const made = new DeskModel({ code, client, crypto })
    if (code !== '') void made.look()
    return made
  }, [])
  return <DeskPage model={model} address={address.value} mayOpenStudio={mayOpenStudio} />
}

const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
render(<Entry model={door} />, root)
