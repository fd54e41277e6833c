import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomBytes } from 'node:crypto'

/** Replaces `path` as a whole: after a power cut it holds the old bytes or the new ones. Readable by the owner only. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const beside = `${path}.new`
  rmSync(beside, { force: true }) // A leftover of an earlier power cut.
  writeDurably(beside, bytes, 'wx')
  renameSync(beside, path)
  syncFolder(dirname(path))
}

/**
 * Overwrites and removes a file. It loses its name first: a power cut in between must not leave an
 * overwritten file that passes for the real one. On flash the old cells may outlive this for a while, which the
 * protocol page says; what it rules out is reading the file back through the file system.
 */
export function destroyFile(path: string): void {
  renameSync(path, doomed(path))
  syncFolder(dirname(path))
  finishDestroying(path)
}

/** Goes on where a power cut interrupted {@link destroyFile}; does nothing when none did. */
export function finishDestroying(path: string): void {
  const file = doomed(path)
  if (!existsSync(file)) return
  writeDurably(file, randomBytes(statSync(file).size), 'r+')
  unlinkSync(file)
  syncFolder(dirname(file))
}

function doomed(path: string): string {
  return `${path}.destroyed`
}

function writeDurably(path: string, bytes: Uint8Array, flags: 'wx' | 'r+'): void {
  const handle = openSync(path, flags, 0o600)
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** What was created, renamed or removed in a folder outlives a power cut only after this. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
