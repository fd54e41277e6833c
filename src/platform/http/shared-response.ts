/** Responses whose bytes threads share, and their bytes: reading them back out of a `Response` would copy them. */
const shared = new WeakMap<Response, Uint8Array<SharedArrayBuffer>>()

/** A response with bytes that cross to the thread that listens without being copied. They must not change any more. */
export function sharedResponse(bytes: Uint8Array<SharedArrayBuffer>, init: ResponseInit): Response {
  const response = new Response(null, init)
  shared.set(response, bytes)
  return response
}

/** A response's body, shared or read to its end. */
export async function bodyOf(response: Response): Promise<Uint8Array> {
  return shared.get(response) ?? new Uint8Array(await response.arrayBuffer())
}
