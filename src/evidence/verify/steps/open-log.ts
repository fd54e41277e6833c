import { parseCanonical } from '../../../kernel/canonical.ts'
import { hubIdOf, openCheckpoint, originOf } from '../../../kernel/checkpoint.ts'
import type { Checkpoint } from '../../../kernel/checkpoint.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { Malformed } from '../../../kernel/failures.ts'
import { parseVerifier, verifierText } from '../../../kernel/note.ts'
import type { Verifier } from '../../../kernel/note.ts'
import { brokenTile, hashTiles, nodesInTiles, tilePath } from '../../../kernel/tiles.ts'
import type { NodeReader } from '../../../kernel/tree.ts'
import type { BundleFiles } from '../../bundle/bundle-files.ts'
import { CHECKPOINT, DISCLOSURES, ENTRIES, Manifest, MANIFEST, MEDIA, PAGE, README, SALTS, TILES, WITNESSED } from '../../bundle/format.ts'
import { broken, found, MOST_OF_A_KIND } from '../finding.ts'
import type { Finding } from '../finding.ts'

/** The first half of the checklist: that there is a log, whose it is, and what tree its checkpoint signs. */

const decoder = new TextDecoder('utf-8', { fatal: true })
/** The manifest of a bundle with every witness there can be. */
const MOST_MANIFEST_BYTES = 65_535

export async function readText(files: BundleFiles, path: string): Promise<string> {
  const bytes = await files.read(path)
  if (!bytes) throw broken('format', 'FILE_MISSING', { file: path })
  try {
    return decoder.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw broken('format', 'FORMAT_UNKNOWN', { file: path })
    throw error
  }
}

export async function openFormat(files: BundleFiles): Promise<{ manifest: Manifest; findings: Finding[] }> {
  const bytes = await files.read(MANIFEST)
  if (!bytes) throw broken('format', 'FILE_MISSING', { file: MANIFEST })
  let manifest: Manifest
  try {
    manifest = Manifest.parse(parseCanonical(bytes, MOST_MANIFEST_BYTES))
  } catch {
    throw broken('format', 'FORMAT_UNKNOWN', { file: MANIFEST }) // Whatever is wrong with it: it is not a bundle of this format.
  }
  const strange = files.list().filter((path) => !isOfBundle(path))
  const findings = [found('format', 'FORMAT_GOOD', { code: manifest.code, format: manifest.format })]
  for (const file of strange.slice(0, MOST_OF_A_KIND)) findings.push(found('format', 'FILE_STRANGE', { file }))
  return { manifest, findings }
}

function isOfBundle(path: string): boolean {
  const named = [MANIFEST, CHECKPOINT, ENTRIES, DISCLOSURES, SALTS, PAGE, README]
  return named.includes(path) || [MEDIA, TILES, WITNESSED].some((folder) => path.startsWith(folder))
}

/** The key that the log is signed with. A key that was not brought along proves only that one hand wrote all of it. */
export function openKey(manifest: Manifest, trusted: readonly Verifier[], crypto: Crypto): { log: Verifier; isTrusted: boolean; finding: Finding } {
  let log: Verifier
  try {
    log = parseVerifier(manifest.log, crypto)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw broken('key', 'KEY_NOT_HUBS', { hub: manifest.hub })
  }
  const hub = hubIdOf(log.publicKey, crypto)
  if (hub !== manifest.hub || log.name !== originOf(hub)) throw broken('key', 'KEY_NOT_HUBS', { hub: manifest.hub })
  const isTrusted = trusted.some((key) => verifierText(key) === verifierText(log))
  return { log, isTrusted, finding: found('key', isTrusted ? 'KEY_TRUSTED' : 'KEY_UNTRUSTED', { key: verifierText(log) }) }
}

export async function openHead(files: BundleFiles, manifest: Manifest, log: Verifier, crypto: Crypto): Promise<{ head: Checkpoint; finding: Finding }> {
  const note = await readText(files, CHECKPOINT)
  let head: Checkpoint
  try {
    head = openCheckpoint(note, log, crypto)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw broken('checkpoint', 'CHECKPOINT_FORGED', { key: log.name })
  }
  if (head.size !== manifest.size) throw broken('checkpoint', 'CHECKPOINT_SIZE', { size: head.size, said: manifest.size })
  return { head, finding: found('checkpoint', 'CHECKPOINT_GOOD', { size: head.size }) }
}

/** The log's tree out of its tiles: every hash of every tile is bound to the root that the checkpoint signs. */
export async function openTree(files: BundleFiles, head: Checkpoint, crypto: Crypto): Promise<{ node: NodeReader; finding: Finding }> {
  const tiles = new Map<string, Uint8Array>()
  for (const tile of hashTiles(head.size)) {
    const path = tilePath(tile)
    const bytes = await files.read(path)
    if (!bytes) throw broken('tree', 'TILE_MISSING', { file: path })
    if (bytes.length !== tile.width * 32) throw broken('tree', 'TILE_BROKEN', { file: path })
    tiles.set(path, bytes)
  }
  const source: Parameters<typeof nodesInTiles>[1] = (tile) => tiles.get(tilePath(tile)) ?? new Uint8Array(0)
  const fault = brokenTile(head, source, crypto)
  if (fault === 'root') throw broken('tree', 'TREE_OTHER_ROOT', { size: head.size })
  if (fault) throw broken('tree', 'TILE_BROKEN', { file: tilePath(fault) })
  return { node: nodesInTiles(head.size, source, crypto), finding: found('tree', 'TREE_GOOD', { size: head.size }) }
}
