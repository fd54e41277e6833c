import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { bodyOf, sharedResponse } from './shared-response.ts'

describe('a response whose bytes threads share', () => {
  it('gives back the very bytes, and crosses to another thread without a copy', async () => {
    const bytes = new Uint8Array(new SharedArrayBuffer(8)).fill(7)
    const response = sharedResponse(bytes.subarray(2, 6), { headers: { 'content-type': 'video/mp4' } })
    const body = await bodyOf(response)
    expect([body.buffer === bytes.buffer, body.length, response.headers.get('content-type')]).toEqual([true, 4, 'video/mp4'])
    const { port1, port2 } = new MessageChannel()
    const crossed = new Promise<Uint8Array>((resolve) => { port2.once('message', resolve) })
    port1.postMessage(body)
    const there = await crossed
    bytes[3] = 99
    expect([...there]).toEqual([7, 99, 7, 7])
    port1.close()
  })

  it('any other body is read to its end', async () => {
    expect(await bodyOf(new Response('words'))).toEqual(new TextEncoder().encode('words'))
    expect(await bodyOf(new Response(null))).toEqual(new Uint8Array())
  })
})
