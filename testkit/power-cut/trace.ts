import { join } from 'node:path'

/**
 * What a program did to the files below one folder, read from strace's output (`-f -ttt -xx -y`).
 * strace writes one line per call and thread; a call that another interrupts is split in two lines.
 */

/** System calls that change files, or make changes durable. */
export const DISK_CALLS = [
  'openat', 'write', 'writev', 'pwrite64', 'pwritev', 'ftruncate', 'fsync', 'fdatasync',
  'rename', 'renameat', 'renameat2', 'unlink', 'unlinkat', 'mkdir', 'mkdirat',
] as const
/** Calls that would change files in ways this reader does not follow; it refuses a trace that has one below the folder. */
export const UNREAD_CALLS = ['fallocate', 'copy_file_range', 'sendfile', 'link', 'linkat'] as const

/** The command that writes a trace of the command that follows it. */
export function tracing(file: string): string[] {
  const calls = [...DISK_CALLS, ...UNREAD_CALLS].join()
  return ['strace', '-f', '--seccomp-bpf', '-ttt', '-xx', '-y', '-s', '4194304', '-e', 'signal=none', '-e', `trace=${calls}`, '-o', file]
}

export type DiskOp =
  | { readonly type: 'create'; readonly path: string }
  | { readonly type: 'write'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly path: string; readonly length: number }
  /** Of a file's bytes or a folder's names: all operations before number `covers` are durable when it ends. */
  | { readonly type: 'sync'; readonly path: string; readonly covers: number }
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  | { readonly type: 'unlink'; readonly path: string }
  | { readonly type: 'folder'; readonly path: string }
/** `at`: when the call began, seconds since 1970. */
export type TracedOp = DiskOp & { readonly at: number }

type Call = { readonly name: string; readonly args: string; readonly result: string; readonly at: number; readonly began: number }

/** The thread's number stands in a column of at least five, so a short one has more than one space behind it. */
const LINE = /^(\d+) +(\d+\.\d+) (.*)$/
const WHOLE = /^(\w+)\((.*)\)\s+= (.*)$/
const UNFINISHED = /^(\w+)\((.*) <unfinished \.\.\.>$/
const RESUMED = /^<\.\.\. (\w+) resumed>(.*)\)\s+= (.*)$/

/** The operations below `folder`, as paths relative to it, in the order in which they ended. Throws for what it cannot follow. */
export function readTrace(text: string, folder: string): TracedOp[] {
  const reader = new TraceReader(folder)
  const unfinished = new Map<string, { name: string; args: string; at: number; began: number }>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const parts = LINE.exec(line)
    if (!parts) throw new Error(`no line of a trace: ${line.slice(0, 200)}`)
    const [, thread = '', time = '', said = ''] = parts
    const begins = UNFINISHED.exec(said)
    if (begins) {
      unfinished.set(thread, { name: begins[1] ?? '', args: begins[2] ?? '', at: Number(time), began: reader.ops.length })
      continue
    }
    const resumed = RESUMED.exec(said)
    const first = resumed ? unfinished.get(thread) : undefined
    if (resumed && first) {
      unfinished.delete(thread)
      reader.take({ name: first.name, args: first.args + (resumed[2] ?? ''), result: resumed[3] ?? '', at: first.at, began: first.began })
      continue
    }
    const whole = WHOLE.exec(said)
    if (whole) reader.take({ name: whole[1] ?? '', args: whole[2] ?? '', result: whole[3] ?? '', at: Number(time), began: reader.ops.length })
  }
  return reader.ops
}

class TraceReader {
  readonly ops: TracedOp[] = []
  readonly #folder: string
  /** Where the next plain `write` to a file goes. Files here have one writer at a time. */
  readonly #places = new Map<string, number>()
  readonly #known = new Set<string>()

  constructor(folder: string) {
    this.#folder = folder
  }

  take(call: Call): void {
    if (call.result.startsWith('-1')) return
    if ((UNREAD_CALLS as readonly string[]).includes(call.name)) {
      const path = this.#below(handlePath(call.args))
      if (path !== undefined) throw new Error(`a trace with ${call.name} on ${path}`)
      return
    }
    if (!this.#named(call)) this.#handled(call)
  }

  /** Calls that name files. */
  #named({ name, args, at }: Call): boolean {
    const paths = quoted(args).map((bytes) => bytes.toString())
    const [from, to] = [this.#below(paths[0]), this.#below(paths[1])]
    if (name === 'openat') {
      if (from !== undefined) this.#opened(from, args, at)
    } else if (name.startsWith('rename')) {
      if ((from === undefined) !== (to === undefined)) throw new Error(`a rename across the folder's edge: ${paths.join(' ')}`)
      if (from !== undefined && to !== undefined) this.#renamed(from, to, at)
    } else if (name.startsWith('unlink')) {
      if (from !== undefined) this.ops.push({ type: 'unlink', path: from, at })
      this.#known.delete(from ?? '')
    } else if (name.startsWith('mkdir')) {
      if (from !== undefined) this.ops.push({ type: 'folder', path: from, at })
    } else return false
    return true
  }

  #opened(path: string, args: string, at: number): void {
    this.#places.set(path, 0)
    if (!args.includes('O_CREAT')) return
    if (!this.#known.has(path)) {
      this.#known.add(path)
      this.ops.push({ type: 'create', path, at })
    }
    if (args.includes('O_TRUNC')) this.ops.push({ type: 'truncate', path, length: 0, at })
    if (args.includes('O_APPEND')) throw new Error(`a trace that appends to ${path}`)
  }

  #renamed(from: string, to: string, at: number): void {
    this.ops.push({ type: 'rename', from, to, at })
    this.#known.delete(from)
    this.#known.add(to)
    this.#places.set(to, this.#places.get(from) ?? 0)
  }

  /** Calls on what is open. */
  #handled({ name, args, result, at, began }: Call): void {
    const path = this.#below(handlePath(args))
    if (path === undefined) return
    if (name === 'fsync' || name === 'fdatasync') {
      this.ops.push({ type: 'sync', path, covers: began, at })
      return
    }
    if (name === 'ftruncate') {
      this.ops.push({ type: 'truncate', path, length: lastNumber(args), at })
      return
    }
    const written = Number.parseInt(result, 10)
    const bytes = Buffer.concat(quoted(args)).subarray(0, written)
    if (bytes.length < written) throw new Error(`a trace that cut a write to ${path} short`)
    const isPlaced = name.startsWith('p')
    const offset = isPlaced ? lastNumber(args) : this.#places.get(path) ?? 0
    if (!isPlaced) this.#places.set(path, offset + written)
    this.ops.push({ type: 'write', path, offset, bytes, at })
  }

  #below(path: string | undefined): string | undefined {
    if (path === undefined) return undefined
    if (path === this.#folder) return ''
    return path.startsWith(join(this.#folder, '/')) ? path.slice(this.#folder.length + 1) : undefined
  }
}

/** The path that strace puts behind the call's first handle. */
function handlePath(args: string): string | undefined {
  const hex = /^\d+<((?:\\x[0-9a-f]{2})*)>/.exec(args)?.[1]
  return hex === undefined ? undefined : unescape(hex).toString().replace(/ \(deleted\)$/, '')
}

function quoted(args: string): Buffer[] {
  if (args.includes('"...')) throw new Error('a trace that cut a text short')
  return [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => unescape(hex))
}

function unescape(escaped: string): Buffer {
  return Buffer.from(escaped.replaceAll('\\x', ''), 'hex')
}

function lastNumber(args: string): number {
  const last = Number(args.slice(args.lastIndexOf(',') + 1))
  if (!Number.isInteger(last)) throw new Error(`a call without a number: ${args.slice(-60)}`)
  return last
}
