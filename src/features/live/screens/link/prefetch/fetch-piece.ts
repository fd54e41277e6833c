import { Malformed } from '../../../../../kernel/failures.ts'
import type { Client } from '../../../../../ui/client.ts'

/** A stretch of half a megabyte over a weak link. */
const WITHIN_MS = 60_000

/**
 * Fetches one stretch of a file, signed as the page's device, and hands on what comes as it comes: what
 * was handed on before a link broke off need not be fetched again. Throws as {@link Client.signed} does,
 * and `Malformed` where the answer is another stretch.
 */
export async function fetchPiece(client: Pick<Client, 'signed'>, path: string, { from, to }: { readonly from: number; readonly to: number }, onBytes: (bytes: Uint8Array<ArrayBuffer>) => void): Promise<void> {
  await client.signed({
    method: 'GET', path, withinMs: WITHIN_MS,
    // The client reads texts: what is no refusal is taken here, as it is. The browser may keep it: one name, one file.
    fetch: async (url, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set('range', `bytes=${String(from)}-${String(to - 1)}`)
      const answer = await fetch(url, { ...init, headers, cache: 'default' })
      if (!answer.ok) return answer
      await readFrom(answer, from, onBytes)
      return new Response('', { status: 200 })
    },
  })
}

/** A box or a proxy that knows no ranges answers with the whole: what is here already is passed over. */
async function readFrom(answer: Response, from: number, onBytes: (bytes: Uint8Array<ArrayBuffer>) => void): Promise<void> {
  let skip = from - startOf(answer)
  if (skip < 0) throw new Malformed('a stretch of a file: its beginning')
  const reader = answer.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    if (skip < next.value.length) onBytes(next.value.slice(skip))
    skip = Math.max(0, skip - next.value.length)
  }
}

function startOf(answer: Response): number {
  if (answer.status !== 206) return 0
  const [, start] = /^bytes (\d{1,15})-/.exec(answer.headers.get('content-range') ?? '') ?? []
  if (start === undefined) throw new Malformed('a stretch of a file: no range')
  return Number(start)
}
