import { LIVE_SOCKET } from '../../wire/messages.ts'
import type { PageSocket } from './socket-session.ts'

/** The browser's socket to the live address of the page's own box. */
export function openPageSocket(): PageSocket {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${LIVE_SOCKET}`)
  const page: PageSocket = {
    // One that is closing tells so in a moment, and who said something then hears that nobody heard it.
    send: (text) => { if (socket.readyState === WebSocket.OPEN) socket.send(text) },
    close: () => socket.close(),
    onmessage: null,
    onclose: null,
  }
  socket.onmessage = (event: MessageEvent<unknown>) => page.onmessage?.(event)
  socket.onclose = (event) => page.onclose?.(event)
  return page
}
