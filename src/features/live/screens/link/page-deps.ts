import { localMicros, pageTimers, type Timers } from '../../../../ui/timers.ts'
import { LIVE_SOCKET } from '../../wire/messages.ts'
import type { PageSocket } from './socket-session.ts'

/** What of the browser the link's parts are handed: a page's own; tests hand in theirs. */
export type PageDeps = { readonly timers: Timers; readonly now: () => number; readonly random: () => number }

export const pageDeps: PageDeps = { timers: pageTimers, now: localMicros, random: () => Math.random() }

/** Opens the live socket at the page's own address. */
export function openLiveSocket(): PageSocket {
  const address = new URL(LIVE_SOCKET, location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return new WebSocket(address)
}
