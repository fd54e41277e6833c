import '../../ui/kit/kit.css'
import '../../features/people/screens/door.css'
import '../../features/live/screens/studio/studio.css'
import { useSignal } from '@preact/signals'
import { render } from 'preact'
import { useMemo } from 'preact/hooks'
import { deviceLabel } from '../../features/people/screens/door-words.ts'
import { DevicesDialog } from '../../features/people/screens/devices-dialog.tsx'
import { DevicesModel } from '../../features/people/screens/devices.ts'
import { openDoor, ticketInHash, type DoorModel } from '../../features/people/screens/door.ts'
import { DoorPage } from '../../features/people/screens/door-page.tsx'
import { hello } from '../../features/people/wire/routes.ts'
import { StudioModel } from '../../features/live/screens/studio/model.ts'
import { Studio } from '../../features/live/screens/studio/studio.tsx'
import { probeCapabilities } from '../../ui/capabilities.ts'
import { Client } from '../../ui/client.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { openDeviceKey, type DeviceKey } from '../../ui/device-key.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { m } from '../../words/messages.js'

/** The host's page: the door of one feature before the studio of another. */
const { trusted } = probeCapabilities()
const crypto = nobleCrypto()
const key = openDeviceKey({ trusted, use: 'studio', storage: localStorage, crypto, now: Date.now })
const client = new Client({ crypto, key, hello })
const ASK_AGAIN_MS = 2500

const door = openDoor({
  client,
  opens: ['host', 'co-host'],
  ticket: ticketInHash(location.hash),
  label: deviceLabel(navigator.userAgent),
  again: (look) => setTimeout(look, ASK_AGAIN_MS),
})
forgetAskedLanguage(location, history)
// The ticket must stay neither in the address nor in the history.
if (location.hash !== '') history.replaceState(null, '', location.pathname)

function HostPage({ model }: { model: DoorModel }) {
  return model.door.value.at === 'in' ? <InStudio deviceKey={key} /> : <DoorPage model={model} />
}

function InStudio({ deviceKey }: { deviceKey: DeviceKey }) {
  const studio = useMemo(() => {
    const made = new StudioModel({ client, key: deviceKey, crypto, secureContext: trusted })
    void made.open()
    return made
  }, [deviceKey])
  const devices = useMemo(() => new DevicesModel(client), [])
  const devicesOpen = useSignal(false)
  return (
    <>
      <Studio model={studio} onDevices={() => (devicesOpen.value = true)} />
      {devicesOpen.value ? <DevicesDialog model={devices} onClose={() => { devicesOpen.value = false; void studio.refresh() }} /> : null}
    </>
  )
}

const app = document.getElementById('app')
document.title = m.studio_page_title()
if (app) render(<HostPage model={door} />, app)
