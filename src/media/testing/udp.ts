import { createSocket } from 'node:dgram'

/** Apart from `peers.ts`, so that a process can use it without loading the media library. */

export const LOOPBACK = '127.0.0.1'

/** A UDP port that was free a moment ago. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, LOOPBACK, resolve))
  const { port } = socket.address()
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return port
}
