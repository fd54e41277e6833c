/** What came back from another program's server. `type` is its content type, in lower case. */
export type PostedText = { readonly status: number; readonly type: string; readonly text: string }

const PATIENCE_MS = 10_000
const MOST_BYTES = 65_536

/** Posts a text over http(s). Rejects when the answer takes over ten seconds, is larger than 64 KiB, no UTF-8, or sends elsewhere. */
export async function postText(url: string, body: string, signal: AbortSignal): Promise<PostedText> {
  const response = await fetch(url, {
    method: 'POST', body, redirect: 'error', headers: { 'content-type': 'text/plain; charset=utf-8' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
  })
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > MOST_BYTES) throw new Error('an answer over 64 KiB')
    chunks.push(chunk)
  }
  const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  return { status: response.status, type: (response.headers.get('content-type') ?? '').toLowerCase(), text }
}
