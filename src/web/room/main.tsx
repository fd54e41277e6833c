import { render } from 'preact'
import '../../ui/kit/kit.css'
import '../../features/live/screens/room/room.css'
import { openPageSocket } from '../../features/live/screens/link/page-socket.ts'
import { codeInRoomPath } from '../../features/live/screens/room/state.ts'
import { RoomPage } from '../../features/live/screens/room/room-page.tsx'
import { RoomVisit } from '../../features/live/screens/room/room-visit.ts'
import { hello } from '../../features/people/wire/routes.ts'
import { keepAwake } from '../../ui/capabilities.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { localMicros, pageTimers } from '../../ui/timers.ts'

/** The room screen: one feature's class, found by what another says of the box. */
const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
forgetAskedLanguage(location, history)

const visit = new RoomVisit({
  code: codeInRoomPath(location.pathname),
  origin: location.origin,
  crypto: nobleCrypto(),
  hello,
  addresses: async (client) => (await client.call(hello)).addresses,
  timers: pageTimers,
  now: localMicros,
  wallMs: Date.now,
  random: Math.random,
  openSocket: openPageSocket,
  frames: window,
  // The root itself, which no component draws: the light must not wait for a drawing, nor be lost in one.
  light: () => root,
})
document.addEventListener('visibilitychange', () => visit.seen(document.visibilityState === 'visible'))
addEventListener('online', () => visit.seen(true))
keepAwake()
visit.start()
render(<RoomPage state={visit.state} onRetry={() => visit.retry()} />, root)
