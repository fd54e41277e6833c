import { render } from 'preact'
import '../../ui/kit/kit.css'
import '../../features/live/screens/learner/learner.css'
import '../../features/privacy/screens/consent/consent.css'
import '../../features/privacy/screens/held/held.css'
import { LearnerPage } from '../../features/live/screens/learner/learner-page.tsx'
import { startLearner } from '../../features/live/screens/learner/start-learner.ts'
import { openPageSocket } from '../../features/live/screens/link/page-socket.ts'
import { hello } from '../../features/people/wire/routes.ts'
import { keepAwake, onNetworkChange, probeCapabilities } from '../../ui/capabilities.ts'
import { later } from '../../ui/components/later.tsx'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { localMicros, pageTimers } from '../../ui/timers.ts'
import { classStream } from './class-stream.ts'

const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
forgetAskedLanguage(location, history)

// Only beside the tour's key, so nobody else's phone loads it.
const sample = location.hash.startsWith('#as=') ? (await import('../../features/live/screens/tour/sample-seat.ts')).sampleSeat(location.hash, sessionStorage) : null
const { trusted, vibration, staysAwake, audio, media } = probeCapabilities()
const { model, news } = startLearner(
  {
    crypto: nobleCrypto(),
    hello,
    trusted,
    abilities: { vibration, staysAwake, audio, media },
    storage: sample?.storage ?? localStorage,
    tabStorage: sample?.storage ?? sessionStorage,
    timers: pageTimers,
    now: localMicros,
    wallMs: Date.now,
    random: Math.random,
    openSocket: openPageSocket,
    stream: classStream,
    frames: window,
    // In the tour nothing counts, and nobody is asked about it.
    Part: sample === null ? later(() => import('./privacy.tsx').then((module) => module.PrivacyPart)).Part : null,
    // The root itself, which no component draws: the light must not wait for a drawing, nor be lost in one.
    light: () => root,
    keepAwake,
  },
  {
    path: () => location.pathname,
    hash: () => location.hash,
    goTo: (path) => history.pushState(null, '', path),
    forgetHash: () => history.replaceState(null, '', location.pathname),
  },
)

addEventListener('popstate', () => news.wentBack())
document.addEventListener('visibilitychange', () => news.seen(document.visibilityState === 'visible'))
addEventListener('online', () => news.networkChanged())
onNetworkChange(() => news.networkChanged())

// A seat of the tour's in a class that is none becomes a page like any other.
sample?.follow(model, window, () => {
  history.replaceState(null, '', location.pathname)
  location.reload()
})

render(<LearnerPage model={model} />, root)
