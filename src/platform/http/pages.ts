import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { baseLocale } from '../../words/runtime.js'

/** One built file, ready to be sent. */
export type PageFile = {
  readonly type: string
  readonly etag: string
  /** Whether its name changes with its content, so that a browser may keep it for ever. */
  readonly isImmutable: boolean
  bytes(encoding: Encoding): Uint8Array
}

export type Encoding = 'identity' | 'gzip' | 'br'

/** The built pages, each in every language. */
export type Pages = {
  /** BCP 47, the one to fall back to first. */
  readonly languages: readonly string[]
  /** A page by its address, the same in all languages. */
  page(path: string, language: string): PageFile | undefined
  /** A part that pages load. Takes a URL path, never a file name. */
  part(path: string): PageFile | undefined
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wasm': 'application/wasm',
}
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.wasm'])

/** Which page stands at which address. The class code is read by the page itself. */
const ADDRESSES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^\/$/, '/learner/index.html'],
  [/^\/keep\/?$/, '/learner/index.html'],
  [/^\/c\/[A-Za-z0-9 %-]{1,24}\/?$/, '/learner/index.html'],
  [/^\/host(?:\/(?:sheet|report)\/[A-Za-z0-9-]{1,12})?\/?$/, '/host/index.html'],
  [/^\/tour\/?$/, '/tour/index.html'],
  [/^\/room\/[A-Za-z0-9 %-]{1,24}\/?$/, '/room/index.html'],
  [/^\/box\/?$/, '/box/index.html'],
  [/^\/desk(?:\/[A-Za-z0-9 %-]{1,24})?\/?$/, '/desk/index.html'],
  [/^\/review(?:\/[A-Za-z0-9 %-]{1,24})?\/?$/, '/review/index.html'],
  [/^\/replay\/[A-Za-z0-9 %-]{1,24}\/?$/, '/replay/index.html'],
  [/^\/consent\/[A-Za-z0-9 %-]{1,24}\/?$/, '/consent/index.html'],
  [/^\/moments\/[A-Za-z0-9 %-]{1,24}\/?$/, '/moments/index.html'],
]

/**
 * Reads every built file below `folder` (`<language>/…`) into memory, so that no request can name a file. A missing
 * folder has no pages.
 */
export function loadPages(folder: string): Pages {
  const files = new Map<string, PageFile>()
  for (const path of filesBelow(folder)) files.set(`/${relative(folder, path).split(sep).join('/')}`, loadFile(path))
  return {
    languages: languagesOf(files),
    page: (path, language) => {
      const page = ADDRESSES.find(([address]) => address.test(path))?.[1]
      return page === undefined ? undefined : files.get(`/${language}${page}`)
    },
    part: (path) => (path.endsWith('.html') ? undefined : files.get(path)),
  }
}

/** The folders right below the top that hold pages, by name, the base language first. */
function languagesOf(files: ReadonlyMap<string, unknown>): string[] {
  const found = new Set([...files.keys()].flatMap((name) => /^\/([A-Za-z-]+)\/[^/]+\/index\.html$/.exec(name)?.[1] ?? []))
  return [...found].sort((a, b) => Number(b === baseLocale) - Number(a === baseLocale) || (a < b ? -1 : 1))
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && TYPES[extname(entry.name)] !== undefined)
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function loadFile(path: string): PageFile {
  const extension = extname(path)
  const bytes = readFileSync(path)
  // Packed at the start: this thread carries cues, and must not stop to pack for the first who asks.
  const packed: Readonly<Record<Encoding, Uint8Array>> = COMPRESSIBLE.has(extension)
    ? { identity: bytes, gzip: gzipSync(bytes, { level: 9 }), br: packBrotli(bytes) }
    : { identity: bytes, gzip: bytes, br: bytes }
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    isImmutable: /[/\\]assets[/\\].*-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/.test(path),
    bytes: (encoding) => packed[encoding],
  }
}

function packBrotli(input: Uint8Array): Uint8Array {
  return brotliCompressSync(input, { params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: input.length } })
}

/** The smallest encoding the browser takes (RFC 9110, 12.5.3); `q=0` forbids one. */
export function encodingFor(acceptEncoding: string | undefined): Encoding {
  const accepted = (acceptEncoding ?? '').slice(0, 200).toLowerCase().split(',').map((each) => each.trim())
  const takes = (name: string): boolean => accepted.some((each) => each === name || (each.startsWith(`${name};`) && !/;\s*q=0(?:\.0*)?$/.test(each)))
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity'
}
