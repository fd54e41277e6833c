/**
 * Sends as `fetch` does and tells how much is there, which `fetch` itself cannot do over HTTP/1.1.
 * Failures of the network are `TypeError`s as there; an abort is an `AbortError`.
 */
export function uploadFetch(onPart: (part: number) => void): typeof fetch {
  return (url, init = {}) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(init.method ?? 'GET', String(url))
    for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => { if (event.lengthComputable) onPart(event.loaded / event.total) }
    request.onload = () => resolve(new Response(request.responseText, { status: request.status, headers: { 'content-type': request.getResponseHeader('content-type') ?? '' } }))
    request.onerror = () => reject(new TypeError('the upload broke off'))
    request.onabort = () => reject(new DOMException('the upload was called off', 'AbortError'))
    init.signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(init.body as XMLHttpRequestBodyInit | null) // What the client hands to `fetch` is one of both.
  })
}
