import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Client, SignedRequest } from '../../../../../ui/client.ts'
import { fetchPiece } from './fetch-piece.ts'

const file = new Uint8Array(Array.from({ length: 100 }, (_, at) => at))
let closing: (() => void) | undefined
afterEach(() => closing?.())

/** Asks a server of loopback for bytes 40 to 59, by a client that signs nothing. */
async function piece(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ readonly got: number[]; readonly failed: string }> {
  const server = createServer(answer)
  closing = () => server.close()
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening) })
  const { port } = server.address() as AddressInfo // Of a server that listens on a port.
  const signed = async ({ path, fetch: own = fetch }: SignedRequest) => {
    const response = await own(`http://127.0.0.1:${port}${path}`, {})
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const got: number[] = []
  const client: Pick<Client, 'signed'> = { signed }
  const failed = await fetchPiece(client, '/file', { from: 40, to: 60 }, (bytes) => got.push(...bytes)).then(() => '', (error: unknown) => (error instanceof Error ? error.name : 'none'))
  return { got, failed }
}
const part = (from: number, to: number): number[] => [...file.slice(from, to)]

describe('a stretch of a file', () => {
  it('is asked for by its bytes and comes as it is', async () => {
    let asked: string | undefined
    expect(await piece((request, response) => {
      asked = request.headers.range
      response.writeHead(206, { 'content-range': 'bytes 40-59/100' }).end(file.slice(40, 60))
    })).toEqual({ got: part(40, 60), failed: '' })
    expect(asked).toBe('bytes=40-59')
  })

  it('is cut out of the whole where the box or a proxy knows no stretches', async () => {
    expect(await piece((_, response) => { response.end(file) })).toEqual({ got: part(40, 100), failed: '' })
  })

  it('hands on what came before its link broke off', async () => {
    const { got, failed } = await piece((_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 40-59/100', 'content-length': 20 })
      response.write(file.slice(40, 50), () => response.destroy())
    })
    expect([got, failed]).toEqual([part(40, 50), 'TypeError'])
  })

  it.each([
    ['another stretch, further on', { 'content-range': 'bytes 50-59/100' }],
    ['a stretch that does not say which', {}],
    ['a stretch that says nonsense', { 'content-range': 'lines 4-5/10' }],
  ])('is not %s', async (_, headers) => {
    expect(await piece((__, response) => { response.writeHead(206, headers).end(file.slice(50, 60)) })).toEqual({ got: [], failed: 'Malformed' })
  })
})
