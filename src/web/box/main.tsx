import { render } from 'preact'
import { useMemo } from 'preact/hooks'
import '../../ui/kit/kit.css'
import '../../features/people/screens/door.css'
import '../../features/privacy/screens/held/held.css'
import '../../features/privacy/screens/crew/crew.css'
import { deviceLabel } from '../../features/people/screens/door-words.ts'
import { type DoorModel, openDoor, ticketInHash } from '../../features/people/screens/door.ts'
import { DoorPage } from '../../features/people/screens/door-page.tsx'
import { hello } from '../../features/people/wire/routes.ts'
import { HoldingsModel } from '../../features/privacy/screens/holdings/holdings-model.ts'
import { HoldingsPage } from '../../features/privacy/screens/holdings/holdings-page.tsx'
import { probeCapabilities } from '../../ui/capabilities.ts'
import { Client } from '../../ui/client.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { openDeviceKey } from '../../ui/device-key.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { m } from '../../words/messages.js'

/** What this box holds, for its host alone. */
const { trusted } = probeCapabilities()
const crypto = nobleCrypto()
const client = new Client({ crypto, hello, key: openDeviceKey({ trusted, use: 'studio', storage: localStorage, crypto, now: Date.now }) })
const ASK_AGAIN_MS = 2500

const door = openDoor({ client, opens: ['host'], ticket: ticketInHash(location.hash), label: deviceLabel(navigator.userAgent), again: (look) => setTimeout(look, ASK_AGAIN_MS) })
forgetAskedLanguage(location, history)
// The ticket must stay neither in the address nor in the history.
if (location.hash !== '') history.replaceState(null, '', location.pathname)

function Entry({ model }: { model: DoorModel }) {
  const { at } = model.door.value
  return at === 'in' || at === 'choose' ? <Holdings /> : <DoorPage model={model} title={m.privacy_holdings_title()} />
}

function Holdings() {
  const model = useMemo(() => {
    const made = new HoldingsModel(client)
    void made.look()
    return made
  }, [])
  return <HoldingsPage model={model} />
}

const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
render(<Entry model={door} />, root)
