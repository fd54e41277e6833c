import type { BundleFiles } from '../bundle/bundle-files.ts'
import { MANIFEST } from '../bundle/format.ts'

/** A file that somebody chose, with its path below the folder they chose or dropped. */
export type ChosenFile = { readonly path: string; readonly file: Pick<Blob, 'arrayBuffer'> }

/** What a file field for folders holds. */
export function pickedFiles(files: Iterable<File>): ChosenFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file }))
}

/** All files in what was dropped. Rejects where the browser does not let a page from the disk look into a dropped folder. */
export async function droppedFiles(items: Iterable<Pick<DataTransferItem, 'webkitGetAsEntry'>>): Promise<ChosenFile[]> {
  // All at once: after the first wait the items are empty.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  return (await Promise.all(entries.map(filesBelow))).flat()
}

async function filesBelow(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (isFile(entry)) return [{ path: entry.fullPath.replace(/^\//, ''), file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) }]
  if (!isFolder(entry)) return []
  const reader = entry.createReader()
  const below: ChosenFile[] = []
  // It is read in parts; an empty one is the end.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (part.length === 0) return below
    below.push(...(await Promise.all(part.map(filesBelow))).flat())
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

/** The bundle among chosen files, wherever below them it lies; null when there is none. */
export function chosenBundle(chosen: readonly ChosenFile[]): BundleFiles | null {
  const manifests = chosen.map(({ path }) => path).filter((path) => path === MANIFEST || path.endsWith(`/${MANIFEST}`))
  const [nearest] = manifests.toSorted((one, other) => one.split('/').length - other.split('/').length)
  if (nearest === undefined) return null
  const below = nearest.slice(0, -MANIFEST.length)
  const files = new Map(chosen.filter(({ path }) => path.startsWith(below)).map(({ path, file }) => [path.slice(below.length), file]))
  return {
    list: () => [...files.keys()],
    read: async (path) => {
      const file = files.get(path)
      return file ? new Uint8Array(await file.arrayBuffer()) : null
    },
  }
}
