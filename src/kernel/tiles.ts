import { concat } from './bytes.ts'
import type { Crypto } from './crypto.ts'
import { Malformed } from './failures.ts'
import { frontierRoot, nodeHash, peakPlaces, sameHash } from './tree.ts'
import type { Hash, NodeReader } from './tree.ts'

/**
 * The files a log is published as (C2SP tlog-tiles v0.1): the tree's hashes cut into tiles of up to 256,
 * and its entries bundled by 256. A tile of level `l` holds tree nodes of level `8 * l`; it is full with
 * 256 of them and never changes then. Format and names: docs/protocol/tiles.md.
 */
export type Tile = {
  /** `entries` for a bundle of entries, else 0 to 6: beyond that no tree reaches that a number can count. */
  readonly level: number | 'entries'
  /** Which tile of its level, from 0. */
  readonly index: number
  /** How many hashes or entries it holds: 256 in a full one. */
  readonly width: number
}
export type HashTile = Tile & { readonly level: number }

export const TILE_WIDTH = 256
const TILE_HEIGHT = 8
const MAX_LEVEL = 6
const HASH_BYTES = 32
const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** The name below the log's address, as in `tile/0/x001/234/067.p/12`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0')
  const groups = digits.match(/\d{3}/g) ?? []
  const number = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/')
  return `tile/${level}/${number}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** Reads what {@link tilePath} wrote; {@link Malformed} for any other spelling, or a tile no tree can have. */
export function parseTilePath(path: string): Tile {
  const [, level, number, partial] = PATH.exec(path) ?? []
  if (level === undefined || number === undefined) throw new Malformed('tile path')
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(number.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  }
  const isPossible = (tile.level === 'entries' || tile.level <= MAX_LEVEL) && tile.width <= TILE_WIDTH && Number.isSafeInteger(leavesUpTo(tile))
  // Zeroes in front and a width of 256 said aloud are second names of the same tile.
  if (!isPossible || tilePath(tile) !== path) throw new Malformed('tile path')
  return tile
}

/** Every hash tile of a tree of `size` leaves, level by level from the leaves up; no empty ones. */
export function hashTiles(size: number): HashTile[] {
  const tiles: HashTile[] = []
  for (let level = 0, nodes = size; nodes > 0; level += 1, nodes = Math.floor(nodes / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < nodes; index += 1) {
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, nodes - index * TILE_WIDTH) })
    }
  }
  return tiles
}

/** Every bundle of entries of a tree of `size` leaves. */
export function entryTiles(size: number): Tile[] {
  return hashTiles(size).filter(({ level }) => level === 0).map((tile) => ({ ...tile, level: 'entries' }))
}

/** Whether a log of `size` leaves can give this tile, be it that it holds more of it by now. */
export function hasTile(size: number, tile: Tile): boolean {
  return leavesUpTo(tile) <= size
}

/** The bytes of a hash tile, its hashes one behind the other. */
export function hashTileBytes({ level, index, width }: HashTile, read: NodeReader): Uint8Array {
  return concat(...Array.from({ length: width }, (_, at) => read(level * TILE_HEIGHT, index * TILE_WIDTH + at)))
}

/** The hashes in a tile's bytes; {@link Malformed} when they are not exactly `width`. */
export function parseHashTile(bytes: Uint8Array, width: number): Hash[] {
  if (bytes.length !== width * HASH_BYTES) throw new Malformed(`hash tile: ${bytes.length} bytes`)
  return Array.from({ length: width }, (_, at) => bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES))
}

/** A bundle of entries: each behind its length in two bytes, the high one first. {@link Malformed} for one too long. */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concat(...entries.flatMap((entry) => {
    if (entry.length > 0xffff) throw new Malformed('entry bundle: an entry too long')
    return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]
  }))
}

/** The entries of a bundle; {@link Malformed} when they are not exactly `width`, or bytes are missing or left. */
export function parseEntryBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bytes.length && entries.length < width) {
    const [high, low] = bytes.subarray(at, at + 2)
    if (high === undefined || low === undefined) throw new Malformed('entry bundle: cut in a length')
    const end = at + 2 + high * 256 + low
    if (end > bytes.length) throw new Malformed('entry bundle: cut in an entry')
    entries.push(bytes.slice(at + 2, end))
    at = end
  }
  if (entries.length !== width || at !== bytes.length) throw new Malformed('entry bundle: number of entries')
  return entries
}

/** The bytes of one tile, as they lie in a file or came over a wire. May throw what it likes when there are none. */
export type TileSource = (tile: HashTile) => Uint8Array

/**
 * Reads the nodes of a tree of `size` leaves out of its tiles, each asked for at most once. The hashes are
 * what the tiles say: {@link brokenTile} tells whether that is the tree of a checkpoint; a proof made
 * from them is checked against the checkpoint anyway. Throws {@link Malformed} for a tile of another length.
 */
export function nodesInTiles(size: number, source: TileSource, crypto: Pick<Crypto, 'sha256'>): NodeReader {
  const known = new Map<string, Hash>()
  const loaded = new Set<string>()

  const load = (level: number, index: number): void => {
    const tile: HashTile = { level, index, width: Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH) }
    if (tile.width <= 0) throw new RangeError('a node outside the tree')
    const path = tilePath(tile)
    if (loaded.has(path)) return
    parseHashTile(source(tile), tile.width).forEach((hash, at) => known.set(`${level * TILE_HEIGHT}/${index * TILE_WIDTH + at}`, hash))
    loaded.add(path)
  }
  return function read(level, index) {
    const name = `${level}/${index}`
    const inTile = level % TILE_HEIGHT
    if (!known.has(name)) {
      if (inTile === 0) load(level / TILE_HEIGHT, Math.floor(index / TILE_WIDTH))
      else known.set(name, nodeHash(read(level - 1, index * 2), read(level - 1, index * 2 + 1), crypto))
    }
    const hash = known.get(name)
    if (!hash) throw new RangeError('a node outside the tree')
    return hash
  }
}

/**
 * Whether tiles are those of the tree with this size and root: null when they are; `root` when the partial
 * tiles do not make it; else the first of `tiles` (all the tree has, unless fewer are given) that does not make its hash in
 * the tile above. So every hash of every tile is bound, and the tile that was changed is the one that is named.
 * Asks for partial tiles, and those above the given ones, too.
 */
export function brokenTile(
  { size, root }: { readonly size: number; readonly root: Hash }, source: TileSource,
  crypto: Pick<Crypto, 'sha256'>, tiles: readonly HashTile[] = hashTiles(size),
): HashTile | 'root' | null {
  const read = nodesInTiles(size, source, crypto)
  const peaks = peakPlaces(size).map(({ level, index }) => read(level, index))
  if (!sameHash(frontierRoot({ size, peaks }, crypto), root)) return 'root'
  const rootOf = ({ level, index }: HashTile): Hash => {
    const half = (level + 1) * TILE_HEIGHT - 1
    return nodeHash(read(half, index * 2), read(half, index * 2 + 1), crypto)
  }
  // From the top down, so that a tile is judged by one that was found good.
  return tiles.filter(({ width }) => width === TILE_WIDTH)
    .toSorted((one, other) => other.level - one.level)
    .find((tile) => !sameHash(rootOf(tile), read((tile.level + 1) * TILE_HEIGHT, tile.index))) ?? null
}

/** How many leaves a tree must have for this tile to exist. */
function leavesUpTo({ level, index, width }: Tile): number {
  return (index * TILE_WIDTH + width) * TILE_WIDTH ** (level === 'entries' ? 0 : level)
}
