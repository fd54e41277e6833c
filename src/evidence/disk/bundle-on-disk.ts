import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { BundleFiles } from '../bundle/bundle-files.ts'
import { MANIFEST } from '../bundle/format.ts'

/** A bundle in a folder or a tape archive; null when there is nothing of the kind. */
export async function bundleOnDisk(path: string): Promise<BundleFiles | null> {
  const found = await stat(path).catch(() => null) // Whatever keeps it from being looked at: there is none to read.
  if (found === null) return null
  return found.isDirectory() ? folderFiles(path) : tarFiles(path)
}

async function folderFiles(folder: string): Promise<BundleFiles> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  const known = new Set(names)
  return { list: () => names, read: async (path) => (known.has(path) ? await readFile(join(folder, ...path.split('/'))) : null) }
}

const BLOCK = 512
type Held = { readonly at: number; readonly size: number }

/** Regular files of an archive, below the one folder that holds the bundle. */
async function tarFiles(file: string): Promise<BundleFiles | null> {
  const held = await tarIndex(file)
  const manifest = [...held.keys()].find((name) => name === MANIFEST || name.endsWith(`/${MANIFEST}`))
  if (manifest === undefined) return null
  const below = manifest.slice(0, -MANIFEST.length)
  const names = [...held.keys()].filter((name) => name.startsWith(below)).map((name) => name.slice(below.length))
  return { list: () => names, read: async (path) => await readHeld(file, held.get(below + path)) }
}

async function readHeld(file: string, held: Held | undefined): Promise<Uint8Array | null> {
  if (!held) return null
  const handle = await open(file, 'r')
  try {
    const bytes = new Uint8Array(held.size)
    const { bytesRead } = await handle.read(bytes, 0, held.size, held.at)
    return bytes.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** What lies where. An archive that is none, or is cut, has what came before. */
async function tarIndex(file: string): Promise<Map<string, Held>> {
  const held = new Map<string, Held>()
  const handle = await open(file, 'r')
  try {
    const header = Buffer.alloc(BLOCK)
    const { size: end } = await handle.stat()
    for (let at = 0; (await handle.read(header, 0, BLOCK, at)).bytesRead === BLOCK;) {
      const digits = header.toString('latin1', 124, 136).replaceAll(/[ \0]+/g, '')
      const size = Number.parseInt(digits, 8)
      if (header.toString('latin1', 257, 262) !== 'ustar' || !/^[0-7]+$/.test(digits) || at + BLOCK + size > end) break
      const name = header.toString('utf8', 0, 100).replace(/\0.*$/s, '')
      // The first of a name: what is put behind it changes nothing.
      if (header[156] === 0x30 && !held.has(name)) held.set(name, { at: at + BLOCK, size })
      at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    }
  } finally {
    await handle.close()
  }
  return held
}

