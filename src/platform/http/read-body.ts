import type { IncomingMessage } from 'node:http'
import { Malformed, Refused } from '../../kernel/failures.ts'

/**
 * The whole body, at most `most` bytes: `Refused('TOO_LARGE')` as soon as more is announced or
 * arrives. A request that ends early is {@link Malformed}. How long it may take is the server's
 * `requestTimeout`.
 */
export function readBody(request: IncomingMessage, most: number): Promise<Uint8Array> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > most) return Promise.reject(new Refused('TOO_LARGE', { most }))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      // The rest is read and dropped, so that the client gets to see the answer instead of a reset.
      if (length <= most) chunks.push(chunk)
      else reject(new Refused('TOO_LARGE', { most }))
    })
    request.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    request.on('error', (cause) => reject(new Malformed('request body', { cause })))
    request.on('close', () => reject(new Malformed('request body: cut short')))
  })
}
