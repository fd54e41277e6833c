import { createSocket } from 'node:dgram'
import { Refused } from '../../kernel/failures.ts'
import type { TransportOptions } from './transport.ts'

/**
 * Refuses with `PORT_TAKEN` when another program has the UDP port. The library would find out at the
 * first peer only, and say no more than that no candidate was found. Port 0 is never taken.
 */
export async function requireFreePort({ port, bindAddress }: TransportOptions): Promise<void> {
  if (port === 0) return
  const socket = createSocket('udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new Refused('PORT_TAKEN', { port }) : error))
      socket.bind({ port, exclusive: true, ...(bindAddress === undefined ? {} : { address: bindAddress }) }, resolve)
    })
  } finally {
    socket.close()
  }
}
