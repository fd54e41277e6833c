// @ts-check
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The checkout's top folder, with a trailing separator. */
export const root = new URL('../../', import.meta.url)

/**
 * All files below `folder`, as sorted absolute paths.
 * @param {string} folder
 * @param {(path: string) => boolean} keep
 * @returns {string[]}
 */
export function filesBelow(folder, keep = () => true) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(keep)
    .sort()
}

/**
 * One digest over names and contents, so that a build can tell whether its inputs changed.
 * @param {string} base folder the names are relative to, so that a moved checkout keeps its digest
 * @param {readonly string[]} paths
 */
export function digestOf(base, paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const content = readFileSync(path)
    hash.update(`${relative(base, path).split(sep).join('/')}\0${content.length}\0`)
    hash.update(content)
  }
  return hash.digest('hex')
}
