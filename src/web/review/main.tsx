import { render } from 'preact'
import '../../ui/kit/kit.css'
import '../../features/people/screens/door.css'
import '../../features/privacy/screens/crew/crew.css'
import { openPlayer } from '../../features/capture/screens/player/player.ts'
import { deviceLabel } from '../../features/people/screens/door-words.ts'
import { type DoorModel, openDoor, ticketInHash } from '../../features/people/screens/door.ts'
import { DoorPage } from '../../features/people/screens/door-page.tsx'
import { hello } from '../../features/people/wire/routes.ts'
import { codeInPath } from '../../features/privacy/screens/crew/crew-format.ts'
import { ReviewModel } from '../../features/privacy/screens/review/review-model.ts'
import { ReviewPage } from '../../features/privacy/screens/review/review-page.tsx'
import { useMemo } from 'preact/hooks'
import { probeCapabilities } from '../../ui/capabilities.ts'
import { Client } from '../../ui/client.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { openDeviceKey } from '../../ui/device-key.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { localMicros, pageTimers } from '../../ui/timers.ts'
import { m } from '../../words/messages.js'

/** What people asked to have removed from a class, for those of its crew who decide. */
const { trusted } = probeCapabilities()
const crypto = nobleCrypto()
const client = new Client({ crypto, hello, key: openDeviceKey({ trusted, use: 'studio', storage: localStorage, crypto, now: Date.now }) })
const ASK_AGAIN_MS = 2500
const code = codeInPath(location.pathname, '/review')

const door = openDoor({
  client,
  opens: ['host', 'co-host', 'reviewer'],
  ticket: ticketInHash(location.hash),
  label: deviceLabel(navigator.userAgent),
  again: (look) => setTimeout(look, ASK_AGAIN_MS),
})
forgetAskedLanguage(location, history)
// The ticket must stay neither in the address nor in the history.
if (location.hash !== '') history.replaceState(null, '', location.pathname)

function Entry({ model }: { model: DoorModel }) {
  const door = model.door.value
  if (door.at !== 'in' && door.at !== 'choose') return <DoorPage model={model} title={m.privacy_review_page_title_none()} />
  return <Review mayOpenStudio={door.roles.includes('host') || door.roles.includes('co-host')} />
}

function Review({ mayOpenStudio }: { mayOpenStudio: boolean }) {
  const model = useMemo(() => {
    const made = new ReviewModel({
      client, code, timers: pageTimers,
      play: ({ media, open, on }) => openPlayer({ media, client, code, of: 'replay', open, on, timers: pageTimers, now: localMicros }),
    })
    if (code !== '') made.follow()
    return made
  }, [])
  return <ReviewPage model={model} mayOpenStudio={mayOpenStudio} />
}

const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
render(<Entry model={door} />, root)
