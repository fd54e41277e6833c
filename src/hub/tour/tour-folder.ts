import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '../../platform/data-folder.ts'
import { syncFolder } from '../../platform/keys/files.ts'

/**
 * How a data folder goes from nothing over a sample class to the real thing; `root` is the data folder.
 *
 * 1. A sample lies in `tour/NAME` alone, under a key that is written nowhere.
 * 2. The real beginning (keys and database) is made whole in `beginning.making`. One rename, to
 *    `beginning`, decides: before it there is a sample or nothing, after it there is the real thing.
 * 3. From `beginning` it is moved into its place part by part, keys last; every start finishes that first.
 */
const PARTS = ['db', 'keys'] as const
const MAKING = 'beginning.making'
const BEGINNING = 'beginning'

/** Neither keys nor a database: nobody has begun here. */
export function isUntouched(root: string): boolean {
  const { database, keys } = dataFolder(root)
  return !existsSync(database) && !(existsSync(keys) && readdirSync(keys).length > 0)
}

/** An empty folder in which to make the real beginning; what an earlier attempt left is gone. */
export function newMaking(root: string): string {
  const making = join(root, MAKING)
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true, mode: 0o700 })
  return making
}

/** The step that decides (2): what was made whole is the real thing from here on, whatever dies. */
export function decideForReal(root: string): void {
  const making = join(root, MAKING)
  for (const part of PARTS) syncFolder(join(making, part))
  syncFolder(making)
  renameSync(making, join(root, BEGINNING))
  syncFolder(root)
}

export function isDecided(root: string): boolean {
  return existsSync(join(root, BEGINNING))
}

/** Moves a decided beginning into its place, wherever an earlier attempt has left off (3). Does nothing when there is none. */
export function moveIn(root: string): void {
  rmSync(join(root, MAKING), { recursive: true, force: true })
  const beginning = join(root, BEGINNING)
  if (!existsSync(beginning)) return
  for (const part of PARTS) {
    const [from, to] = [join(beginning, part), join(root, part)]
    if (!existsSync(from)) continue
    if (existsSync(to)) rmdirSync(to) // Empty: a start makes the folder before it knows what belongs there.
    renameSync(from, to)
    syncFolder(root)
  }
  rmSync(beginning, { recursive: true, force: true })
  syncFolder(root)
}
