import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { concat } from '../../kernel/bytes.ts'
import type { Sink } from '../export/sink.ts'
import { tarEnd, tarHeader, tarPadding } from './tar.ts'

/** Into a folder, which may exist but must be empty of these names. */
export function folderSink(folder: string): Sink {
  return {
    file: async (path, bytes) => {
      const target = join(folder, ...path.split('/'))
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, bytes, { flag: 'wx' })
    },
    end: () => Promise.resolve(),
  }
}

/** As a POSIX tape archive, all of it below one folder. Waits for a reader that is slower. */
function tarSink(out: Writable, folder: string): Sink {
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (!out.write(bytes)) await once(out, 'drain')
  }
  return {
    file: async (path, bytes) => {
      await write(concat(tarHeader(`${folder}/${path}`, bytes.length), bytes, tarPadding(bytes.length)))
    },
    end: async () => {
      out.end(tarEnd())
      await once(out, 'finish')
    },
  }
}

export function tarFileSink(file: string, folder: string): Sink {
  return tarSink(createWriteStream(file, { flags: 'wx' }), folder)
}

/** As one in memory. */
export function memoryTar(folder: string): Sink & { bytes(): Uint8Array } {
  const parts: Uint8Array[] = []
  return {
    file: (path, bytes) => {
      parts.push(tarHeader(`${folder}/${path}`, bytes.length), bytes, tarPadding(bytes.length))
      return Promise.resolve()
    },
    end: () => {
      parts.push(tarEnd())
      return Promise.resolve()
    },
    bytes: () => Buffer.concat(parts),
  }
}
