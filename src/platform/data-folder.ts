import { join } from 'node:path'

/** What lies where in the data folder; see docs/protocol/data-folder.md. */
export type DataFolder = {
  readonly database: string
  readonly keys: string
  readonly blobs: string
  readonly cache: string
}

export function dataFolder(root: string): DataFolder {
  return {
    database: join(root, 'db', 'lectern.db'),
    keys: join(root, 'keys'),
    blobs: join(root, 'blobs'),
    cache: join(root, 'cache'),
  }
}
