import '../../ui/kit/kit.css'
import '../../features/people/screens/door.css'
import '../../features/live/screens/report/report.css'
import '../../features/live/screens/tour/tour.css'
import { effect } from '@preact/signals'
import { render } from 'preact'
import { useMemo } from 'preact/hooks'
import { TourModel } from '../../features/live/screens/tour/tour-model.ts'
import { TourPage } from '../../features/live/screens/tour/tour-page.tsx'
import { deviceLabel } from '../../features/people/screens/door-words.ts'
import { openDoor, ticketInHash, type DoorModel } from '../../features/people/screens/door.ts'
import { DoorPage } from '../../features/people/screens/door-page.tsx'
import { hello, PASSPHRASE_LEAST } from '../../features/people/wire/routes.ts'
import { probeCapabilities } from '../../ui/capabilities.ts'
import { Client } from '../../ui/client.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { openDeviceKey } from '../../ui/device-key.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { m } from '../../words/messages.js'
import { SampleRemoval } from './sample-removal.ts'

/** The guided sample class of a box that is nobody's yet. The device key is the studio's, so that this device is its host afterwards too. */
const { trusted } = probeCapabilities()
const crypto = nobleCrypto()
const key = openDeviceKey({ trusted, use: 'studio', storage: localStorage, crypto, now: Date.now })
const client = new Client({ crypto, key, hello })
const label = deviceLabel(navigator.userAgent)
const skip = new URLSearchParams(location.hash.slice(1)).has('skip')
const ASK_AGAIN_MS = 2500

const isSample = async (): Promise<boolean> => (await client.call(hello)).sample
const toStudio = (): void => location.replace('/host')

const door = openDoor({
  client,
  opens: ['host'],
  ticket: ticketInHash(location.hash),
  label,
  again: (look) => setTimeout(look, ASK_AGAIN_MS),
})
forgetAskedLanguage(location, history)
// The ticket must stay neither in the address nor in the history.
if (location.hash !== '') history.replaceState(null, '', location.pathname)
// A box that is somebody's has no tour. One that does not answer is asked again by the door.
isSample().then((sample) => { if (!sample) toStudio() }, () => undefined)
// A sample needs no passphrase.
effect(() => { if (door.door.value.at === 'choose') door.chooseLater() })

function Page({ model }: { model: DoorModel }) {
  const { value } = model.door
  if (value.at === 'choose') return null
  return value.at === 'in' ? <InTour mayType={value.trust !== 'plain'} /> : <DoorPage model={model} />
}

function InTour({ mayType }: { mayType: boolean }) {
  const tour = useMemo(() => {
    const made = new TourModel({ client, key, crypto, label, skip, passphraseLeast: PASSPHRASE_LEAST, mayType, isSample, onYours: toStudio, removal: new SampleRemoval(client, crypto) })
    void made.open()
    return made
  }, [mayType])
  return <TourPage model={tour} />
}

const app = document.getElementById('app')
document.title = m.tour_page_title()
if (app) render(<Page model={door} />, app)
