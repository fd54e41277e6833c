import { describe, expect, it } from 'vitest'
import type { SignedRequest } from '../../ui/client.ts'
import { saveEvidence } from './save-evidence.ts'

const BYTES = new Uint8Array([0, 255, 128, 10])

describe('the evidence of a class', () => {
  function evidence(answer: () => Response) {
    const asked: SignedRequest[] = []
    const saved: { readonly name: string; readonly file: Blob }[] = []
    const save = saveEvidence({
      // As the client does: a refusal is thrown, anything else read as text.
      client: {
        signed: async (request) => {
          asked.push(request)
          const response = await (request.fetch ?? fetch)(request.path)
          if (!response.ok) throw new Error(await response.text())
          return { status: response.status, headers: response.headers, text: await response.text() }
        },
      },
      ask: (act) => act().then(() => true, () => false),
      fetch: () => Promise.resolve(answer()),
      save: (name, file) => saved.push({ name, file }),
    })
    return { save, asked, saved }
  }

  it('comes as it is, byte by byte, with what the host chose', async () => {
    const { save, asked, saved } = evidence(() => new Response(BYTES))
    expect(await save('K7M4QX', { media: false, disclosures: true })).toBe(true)
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/1/classes/K7M4QX/bundle?media=0&disclosures=1'])
    expect(saved.map(({ name }) => name)).toEqual(['lectern-K7M4QX.tar'])
    expect(new Uint8Array(await saved[0]?.file.arrayBuffer() ?? new ArrayBuffer())).toEqual(BYTES)
  })

  it('is no file when the box says no', async () => {
    const { save, saved } = evidence(() => new Response('{"code":"EXPORT_TOO_LARGE"}', { status: 409 }))
    expect(await save('K7M4QX', { media: true, disclosures: false })).toBe(false)
    expect(saved).toEqual([])
  })
})
