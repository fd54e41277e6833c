import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, unlinkSync, writeSync } from 'node:fs'
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
 * Overwrites and removes a file. On flash the old cells may outlive this for a while, which the
 * protocol page says; what it rules out is reading the file back through the file system.
 */
export function destroyFile(path: string): void {
  writeDurably(path, randomBytes(statSync(path).size), 'r+')
  unlinkSync(path)
  syncFolder(dirname(path))
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

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
