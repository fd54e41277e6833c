import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod/mini'
import { folderSink, tarFileSink } from '../../evidence/disk/sink.ts'
import { Refused } from '../../kernel/failures.ts'
import { locales } from '../../words/runtime.js'
import type { Locale } from '../../platform/http/sentences.ts'
import type { Log } from '../../platform/log.ts'
import type { ClipDoorDeps } from '../../evidence/clip/clip-doors.ts'
import { ClipAsk, clipToDisk } from './clip-to-disk.ts'
import type { ClipSays } from './clip-to-disk.ts'
import type { ExportDesk } from './export-desk.ts'

/**
 * The box's own door for commands at its terminal: a socket in the data folder that nobody but the user who runs the
 * box can open. It tells, line by line as JSON, how far it is.
 */
export const ControlAsk = z.strictObject({
  code: z.string().check(z.maxLength(24)),
  media: z.boolean(),
  disclosures: z.boolean(),
  locale: z.enum(locales),
  /** Absolute. */
  to: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('folder'), path: z.string().check(z.maxLength(4096)) }),
    z.strictObject({ kind: z.literal('tar'), path: z.string().check(z.maxLength(4096)) }),
  ]),
})
export type ControlAsk = z.infer<typeof ControlAsk>

export const ControlSays = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), done: z.number(), of: z.number() }),
  z.object({ type: z.literal('done'), entries: z.number(), code: z.string(), key: z.string() }),
  z.object({ type: z.literal('refused'), code: z.string() }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
])
export type ControlSays = z.infer<typeof ControlSays>

/** What a path of a Unix socket may have, less the end. */
const MOST_PATH_BYTES = 100
const MOST_ASK_BYTES = 16_384

/** Where the socket of the box in this data folder is: in it, or, where that is too deep for a socket, in the system's folder for passing things. */
export function controlPath(data: string): string {
  const inside = join(data, 'control.sock')
  if (Buffer.byteLength(inside) <= MOST_PATH_BYTES) return inside
  const name = createHash('sha256').update(data).digest('hex').slice(0, 24)
  return join(tmpdir(), `lectern-${name}`, 'control.sock')
}

/** `core` null: locked. */
export type ControlDeps = { readonly path: string; readonly core: () => { readonly exports: ExportDesk; readonly clips: ClipDoorDeps } | null; readonly log: Log }

/** Listens until the answer is called. A socket that cannot be made costs the command and nothing else. */
export function openControl(deps: ControlDeps): () => void {
  const server = createServer((request, response) => void answer(deps, request, response))
  server.on('error', (error) => deps.log.warn('control.closed', {}, error))
  try {
    mkdirSync(dirname(deps.path), { recursive: true, mode: 0o700 })
    rmSync(deps.path, { force: true }) // Of a box that was killed: two at once cannot be, since the database is one's alone.
    server.listen(deps.path, () => chmodSync(deps.path, 0o600))
  } catch (error) {
    deps.log.warn('control.closed', {}, error)
  }
  return () => close(server, deps.path)
}

function close(server: Server, path: string): void {
  server.closeAllConnections()
  server.close()
  rmSync(path, { force: true })
}

async function answer({ core, log }: ControlDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const say = (says: ControlSays | ClipSays): void => void response.write(`${JSON.stringify(says)}\n`)
  try {
    const asked = z.union([ClipAsk, ControlAsk]).parse(JSON.parse(await bodyOf(request)))
    const opened = core()
    if (!opened) throw new Refused('HUB_LOCKED')
    say('want' in asked ? await clipToDisk(opened.clips, asked) : await exportTo(opened.exports, asked, say))
  } catch (error) {
    if (error instanceof Refused) say({ type: 'refused', code: error.code, details: error.details })
    else {
      log.error('control.failed', {}, error)
      say({ type: 'failed', reason: error instanceof Error ? error.message : String(error) })
    }
  } finally {
    response.end()
  }
}

/** Exports to the disk, for a terminal; `say` hears how far it is. Answers what was done. */
export async function exportTo(desk: ExportDesk, { code: typed, media, disclosures, locale, to }: ControlAsk, say: (says: ControlSays) => void): Promise<ControlSays> {
  const code = desk.codeOf(typed)
  const sink = to.kind === 'folder' ? folderSink(to.path) : tarFileSink(to.path, `lectern-${code}`)
  const { entries, log: key } = await desk.export({ code, actor: 'terminal', media, disclosures, locale: locale satisfies Locale }, sink, (done, of) => say({ type: 'progress', done, of }))
  return { type: 'done', entries, code, key }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) {
    body += String(chunk)
    if (body.length > MOST_ASK_BYTES) throw new Error('too long')
  }
  return body
}
