import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postText } from './post-text.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void
let server: Server
let base: string
let answer: Answer

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const post = (how: Answer, signal = new AbortController().signal) => {
  answer = how
  return postText(`${base}/in`, 'hello\n', signal)
}

describe('a text posted to another program', () => {
  it('comes back with status, type and text, whatever the status', async () => {
    const echo: Answer = (request, response) => {
      response.writeHead(409, { 'content-type': 'Text/X.tlog.size' })
      request.pipe(response)
    }
    expect(await post(echo)).toEqual({ status: 409, type: 'text/x.tlog.size', text: 'hello\n' })
  })

  it.each<[string, Answer]>([
    ['sends elsewhere', (_, response) => response.writeHead(302, { location: `${base}/other` }).end()],
    ['answers with more than 64 KiB', (_, response) => response.end('x'.repeat(65_537))],
    ['answers no UTF-8', (_, response) => response.end(Uint8Array.of(0xff, 0xfe))],
    ['hangs up', (request) => request.socket.destroy()],
    ['speaks no HTTP', (request) => request.socket.end('what?')],
  ])('is given up when the other %s', async (_, how) => {
    await expect(post(how)).rejects.toThrow()
  })

  it('is called off', async () => {
    const calledOff = new AbortController()
    await expect(post(() => calledOff.abort(), calledOff.signal)).rejects.toThrow()
  })
})
