import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileAnswer } from './file-answer.ts'

const content = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
const file = { type: 'image/png', content, etag: '"ten"' }
const asked = (headers: Record<string, string>) => fileAnswer(file, new Headers(headers))
const bytes = async (response: Response): Promise<number[]> => [...new Uint8Array(await response.arrayBuffer())]

describe('a file over http', () => {
  it('comes whole, and is kept by who fetched it', async () => {
    const answer = asked({})
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('accept-ranges'), answer.headers.get('cache-control')]).toEqual([200, '"ten"', 'bytes', 'private, max-age=86400, immutable'])
    expect(await bytes(answer)).toEqual([...content])
  })

  it.each([
    ['bytes=3-5', [3, 4, 5], 'bytes 3-5/10'],
    ['bytes=7-', [7, 8, 9], 'bytes 7-9/10'],
    ['bytes=7-700', [7, 8, 9], 'bytes 7-9/10'],
    ['bytes=-2', [8, 9], 'bytes 8-9/10'],
    ['bytes=-20', [...content], 'bytes 0-9/10'],
  ])('goes on where a link broke off: %s', async (range, part, says) => {
    const answer = asked({ range })
    expect([answer.status, answer.headers.get('content-range'), await bytes(answer)]).toEqual([206, says, part])
  })

  it.each(['bytes=10-', 'bytes=999999999999999-', 'bytes=-0'])('has nothing at %s and says how long it is', async (range) => {
    const answer = asked({ range })
    expect([answer.status, answer.headers.get('content-range'), await bytes(answer)]).toEqual([416, 'bytes */10', []])
  })

  it.each(['bytes=', 'bytes=-', 'bytes=5-3', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=x-y', 'bytes=1e3-', 'bytes=9999999999999999-'])('comes whole for what is no single range: %s', async (range) => {
    const answer = asked({ range })
    expect([answer.status, (await bytes(answer)).length]).toEqual([200, 10])
  })

  it('is not mixed with what it was under another hash', async () => {
    expect(asked({ range: 'bytes=3-5', 'if-range': '"ten"' }).status).toBe(206)
    expect(asked({ range: 'bytes=3-5', 'if-range': '"eleven"' }).status).toBe(200)
  })

  it('is the same whole or in any pieces', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.integer({ min: 1, max: 20 }), async (whole, step) => {
      const got: number[] = []
      while (got.length < whole.length) got.push(...await bytes(fileAnswer({ ...file, content: whole }, new Headers({ range: `bytes=${got.length}-${got.length + step - 1}` }))))
      expect(got).toEqual([...whole])
    }))
  })
})
