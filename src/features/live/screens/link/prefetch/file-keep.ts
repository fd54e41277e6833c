/** Keeps files over a reload of the page, under the address they came from. Losing them is harmless. */
export type FileKeep = {
  get(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  put(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Forgets all but this class's; all of it when its class is over (`null`). */
  tidy(code: string | null): Promise<void>
}

const NAME = 'lectern-files'

/**
 * The browser's store for pages with a trusted name; null where there is none. Over plain http the
 * address is that of every box, and the next one's pages could read it.
 */
export function browserKeep(trusted: boolean): FileKeep | null {
  if (!trusted || typeof caches === 'undefined') return null
  return {
    get: async (path) => {
      const kept = await quietly(async () => (await caches.open(NAME)).match(path))
      return kept && new Uint8Array(await kept.arrayBuffer())
    },
    put: async (path, bytes) => {
      await quietly(async () => (await caches.open(NAME)).put(path, new Response(bytes)))
    },
    tidy: async (code) => {
      await quietly(async () => {
        const kept = await caches.open(NAME)
        for (const request of await kept.keys()) if (code === null || !new URL(request.url).pathname.includes(`/classes/${code}/`)) await kept.delete(request)
      })
    },
  }
}

/** A full disk or a private window has no room for it: then it is fetched again. */
async function quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return undefined
    throw error
  }
}
