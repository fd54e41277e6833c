import type { IncomingMessage } from 'node:http'
import { Refused } from '../../kernel/failures.ts'
import { MOST_BODY_BYTES } from './door.ts'
import { readBody } from './read-body.ts'

/** A door that takes a whole file. */
export type LargeBody = {
  readonly method: string
  readonly path: RegExp
  readonly most: number
  /** What too large a file is told. */
  readonly refusal: string
  /**
   * Whether such a file is for this asker to send, by what the `Authorization` header claims: the signature covers the
   * file, so the door proves the claim once it is read. Anybody else's body is read as at any other door.
   */
  readonly mayTry: (authorization: string | undefined) => boolean
}
export type ReadBody = (request: IncomingMessage, path: string) => Promise<Uint8Array>

/** Files are read before the right to send them is proven: so many at once bound what they can fill the memory with. */
const MOST_AT_ONCE = 2
/** Who sends more than this for nothing does without its answer. */
const MOST_DROPPED = 200_000_000

/** Reads bodies up to what their door takes; those of any other door up to `MOST_BODY_BYTES`. Throws `Refused('BUSY')` while too many files come in. */
export function bodiesOf(large: readonly LargeBody[]): ReadBody {
  let reading = 0
  return async (request, path) => {
    const door = large.find(({ method, path: at }) => method === request.method && at.test(path))
    const isFile = door !== undefined && Number(request.headers['content-length'] ?? door.most) > MOST_BODY_BYTES
    if (!isFile || !door.mayTry(request.headers.authorization)) return readBody(request, MOST_BODY_BYTES)
    if (reading >= MOST_AT_ONCE) throw new Refused('BUSY')
    reading++
    try {
      if (Number(request.headers['content-length'] ?? 0) > door.most) {
        await dropped(request)
        throw new Refused('TOO_LARGE', { most: door.most })
      }
      return await readBody(request, door.most)
    } catch (error) {
      throw error instanceof Refused && error.code === 'TOO_LARGE' ? new Refused(door.refusal, error.details) : error
    } finally {
      reading--
    }
  }
}

/** Reads and forgets: a client that is answered while it sends sees a broken connection instead of the answer. */
function dropped(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > MOST_DROPPED) resolve()
    })
    request.on('end', () => resolve())
    request.on('close', () => resolve())
  })
}

/** The addresses of a door whose path has `:parameters`. */
export function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:[a-z]+/g, '[^/]+')}$`)
}
