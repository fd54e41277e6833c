import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a sample class of the guided tour or a rehearsal keeps: a data folder of its own below the
 * box's, under a key that is written nowhere. It goes when its time is over, and what a power cut left goes
 * with the next start; without its key it says nothing.
 */
export type PassingKind = 'tour' | 'rehearsal'

export function passingFolder(root: string, kind: PassingKind, name: string): string {
  return join(root, kind, name)
}

/**
 * What earlier runs have left, but not the one named; calling the answer removes it. To be asked before the
 * start of a hub, since it may soon make one of its own, and called after it, once the port is its own: until
 * then another box may be using what is there.
 */
export function leftovers(root: string, kind: PassingKind, except: string | null): () => void {
  const left = names(root, kind).filter((name) => name !== except)
  return () => {
    for (const name of left) erasePassing(root, kind, name)
  }
}

export function erasePassing(root: string, kind: PassingKind, name: string): void {
  rmSync(passingFolder(root, kind, name), { recursive: true, force: true })
  if (names(root, kind).length === 0) rmSync(join(root, kind), { recursive: true, force: true })
}

function names(root: string, kind: PassingKind): string[] {
  const all = join(root, kind)
  return existsSync(all) ? readdirSync(all) : []
}
