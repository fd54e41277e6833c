import { LIVE_SOCKET } from '../../wire/messages.ts'
import type { PageSocket } from './socket-session.ts'

/** The browser's socket to the live address of the page's own box. */
export function openPageSocket(): PageSocket {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${LIVE_SOCKET}`)
  const page: PageSocket = { send: (text) => socket.send(text), close: () => socket.close(), onmessage: null, onclose: null }
  socket.onmessage = (event: MessageEvent<unknown>) => page.onmessage?.(event)
  socket.onclose = (event) => page.onclose?.(event)
  return page
}
