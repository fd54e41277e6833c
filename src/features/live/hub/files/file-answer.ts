/** Under one name there is always the same file. */
const KEPT = 'private, max-age=86400, immutable'

/** A whole file, and what names these bytes for good (a hash in quotes), where there is one. */
export type ServedFile = { readonly type: string; readonly content: Uint8Array; readonly etag: string | null }

/**
 * Answers a file, or the one stretch of it that `Range` asks for (RFC 9110, section 14), so that a page
 * goes on where its link broke off. Several stretches at once, and a range that cannot be read, are
 * answered with the whole, as the standard allows.
 */
export function fileAnswer(file: ServedFile, headers: Headers): Response {
  const { content, type, etag } = file
  const always = { 'content-type': type, 'cache-control': KEPT, 'accept-ranges': 'bytes', ...(etag === null ? {} : { etag }) }
  const isSame = headers.get('if-range') === null || headers.get('if-range') === etag
  const range = isSame ? rangeOf(headers.get('range'), content.length) : undefined
  if (range === 'none') return new Response(null, { status: 416, headers: { ...always, 'content-range': `bytes */${String(content.length)}` } })
  if (range === undefined) return new Response(new Uint8Array(content), { headers: always })
  return new Response(content.slice(range.from, range.to), {
    status: 206,
    headers: { ...always, 'content-range': `bytes ${String(range.from)}-${String(range.to - 1)}/${String(content.length)}` },
  })
}

/** Half open. `none`: nothing of the file lies in what was asked for; undefined: the whole is to be sent. */
function rangeOf(header: string | null, length: number): { readonly from: number; readonly to: number } | 'none' | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') return last === '0' ? 'none' : { from: Math.max(0, length - Number(last)), to: length }
  const [from, to] = [Number(first), last === '' ? length : Math.min(length, Number(last) + 1)]
  if (from >= length) return 'none'
  return to > from ? { from, to } : undefined
}
