import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import badBundles from '../../fixtures/tiles/invalid/bundles.json' with { type: 'json' }
import badPaths from '../../fixtures/tiles/invalid/paths.json' with { type: 'json' }
import bundles from '../../fixtures/tiles/valid/bundles.json' with { type: 'json' }
import paths from '../../fixtures/tiles/valid/paths.json' with { type: 'json' }
import sizes from '../../fixtures/tiles/valid/sizes.json' with { type: 'json' }
import tree from '../../fixtures/tiles/valid/tree.json' with { type: 'json' }
import { memoryLog } from '../../testkit/memory-log.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { hex } from './bytes.ts'
import { Malformed } from './failures.ts'
import {
  brokenTile, entryBundle, entryTiles, hashTileBytes, hashTiles, hasTile, nodesInTiles, parseEntryBundle, parseHashTile, parseTilePath, tilePath,
} from './tiles.ts'
import type { HashTile, Tile, TileSource } from './tiles.ts'
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './tree.ts'

const crypto = nodeCrypto()
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const leaf = (n: number) => Uint8Array.of(n & 255, n >> 8)

const LARGEST = 1100
/** The log of the vectors: leaf n is the two bytes of n. */
const log = memoryLog(Array.from({ length: LARGEST }, (_, n) => leaf(n)))
const source: TileSource = (tile) => hashTileBytes(tile, log.read)

describe('the path of a tile', () => {
  it.each(paths)('$path is written and read', ({ path, tile }) => {
    expect(parseTilePath(path)).toEqual(tile)
    expect(tilePath(tile as Tile)).toBe(path) // The vector's levels are a number or `entries`.
  })

  it.each(badPaths)('is refused: $why', ({ path }) => {
    expect(() => parseTilePath(path)).toThrow(Malformed)
  })

  it('is another for every tile, and any other text is Malformed', () => {
    const tile = fc.record({ level: fc.constantFrom(0, 1, 2, 3, 'entries' as const), index: fc.nat(2_000_000), width: fc.integer({ min: 1, max: 256 }) })
    fc.assert(fc.property(tile, (one) => {
      expect(parseTilePath(tilePath(one))).toEqual(one)
    }))
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^tile\/[0-9x/.p]{1,20}$/)), (text) => {
      try {
        expect(tilePath(parseTilePath(text))).toBe(text)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }))
  })
})

describe('the tiles of a tree', () => {
  it.each(sizes)('of $size leaves are those the format counts', ({ size, levels }) => {
    const tiles = hashTiles(size)
    const counted: Record<string, { full: number; partial: number }> = {}
    for (const { level, width } of tiles) {
      const count = (counted[level] ??= { full: 0, partial: 0 })
      if (width === 256) count.full += 1
      else count.partial = width
    }
    expect(counted).toEqual(levels)
    expect(tiles.every((tile) => hasTile(size, tile))).toBe(true)
    for (const partial of tiles.filter(({ width }) => width < 256)) expect(hasTile(size, { ...partial, width: partial.width + 1 })).toBe(false)
  })

  it('and its bundles are, byte for byte, those of a program that is not ours', () => {
    const sha = (data: Uint8Array) => hex(crypto.sha256(data))
    expect(hashTiles(tree.size).map((tile) => ({ path: tilePath(tile), sha256: sha(source(tile)) }))).toEqual(tree.tiles)
    expect(entryTiles(tree.size).map((tile) => {
      const entries = Array.from({ length: tile.width }, (_, at) => leaf(tile.index * 256 + at))
      return { path: tilePath(tile), sha256: sha(entryBundle(entries)) }
    })).toEqual(tree.bundles)
    expect(hex(log.root(tree.size))).toBe(tree.root)
  })

  it('are all a verifier needs for any proof', () => {
    const size = fc.integer({ min: 1, max: LARGEST })
    fc.assert(fc.property(size, fc.nat(), fc.nat(), (whole, one, other) => {
      const read = nodesInTiles(whole, source, crypto)
      const index = one % whole
      const claim = { leaf: read(0, index), index, size: whole, root: log.root(whole) }
      expect(verifyInclusion(claim, inclusionProof(index, whole, read, crypto), crypto)).toBe(true)
      const from = other % (whole + 1)
      const proof = consistencyProof(from, whole, read, crypto)
      expect(verifyConsistency({ size: from, root: log.root(from) }, { size: whole, root: log.root(whole) }, proof, crypto)).toBe(true)
    }), { numRuns: 50 })
  })

  it('are asked for once each, and not beyond the tree', () => {
    const asked: string[] = []
    const read = nodesInTiles(300, (tile) => (asked.push(tilePath(tile)), source(tile)), crypto)
    for (const index of [0, 1, 255, 256, 299, 0]) read(0, index)
    expect([hex(read(8, 0)), hex(read(3, 0))]).toEqual([hex(log.read(8, 0)), hex(log.read(3, 0))])
    expect(asked).toEqual(['tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1'])
    for (const [level, index] of [[0, 300], [8, 1], [9, 0], [16, 0], [2, 75]] as const) expect(() => read(level, index)).toThrow(RangeError)
    expect(() => nodesInTiles(300, () => new Uint8Array(31), crypto)(0, 0)).toThrow(Malformed)
  })

  it('are found whole, and one with a flipped bit is named', () => {
    expect(brokenTile({ size: 0, root: log.root(0) }, source, crypto)).toBeNull()
    fc.assert(fc.property(fc.integer({ min: 1, max: LARGEST }), fc.nat(), fc.nat(), (size, which, bit) => {
      const head = { size, root: log.root(size) }
      expect(brokenTile(head, source, crypto)).toBeNull()
      const tiles = hashTiles(size)
      const bad = tiles[which % tiles.length] ?? expect.fail('a tree without tiles')
      const bent: TileSource = (tile) => source(tile).map((byte, at, { length }) => (tilePath(tile) === tilePath(bad) && at === bit % length ? byte ^ 4 : byte))
      expect(brokenTile(head, bent, crypto)).toEqual(bad.width === 256 ? bad : 'root')
    }), { numRuns: 30 })
  })

  it('of another tree are not this one\'s', () => {
    expect(brokenTile({ size: 300, root: log.root(299) }, source, crypto)).toBe('root')
    const first: HashTile = { level: 0, index: 0, width: 256 }
    const swapped: TileSource = (tile) => source(tile.level === 0 && tile.width === 256 ? { ...tile, index: 1 - tile.index } : tile)
    expect(brokenTile({ size: 600, root: log.root(600) }, swapped, crypto)).toEqual(first)
    expect(brokenTile({ size: 600, root: log.root(600) }, swapped, crypto, [{ ...first, index: 1 }])).toEqual({ ...first, index: 1 })
  })

  it('have their length', () => {
    expect(parseHashTile(new Uint8Array(64), 2)).toHaveLength(2)
    for (const length of [0, 32, 63, 65, 96]) expect(() => parseHashTile(new Uint8Array(length), 2)).toThrow(Malformed)
  })
})

describe('bundles of entries', () => {
  it.each(bundles)('are $hex', ({ entries, hex: text }) => {
    expect(hex(entryBundle(entries.map(bytes)))).toBe(text)
    expect(parseEntryBundle(bytes(text), entries.length).map(hex)).toEqual(entries)
  })

  it.each(badBundles)('are refused: $why', ({ width, hex: text }) => {
    expect(() => parseEntryBundle(bytes(text), width)).toThrow(Malformed)
  })

  it('hold entries as long as an entry may be, and none longer', () => {
    const longest = new Uint8Array(65_535).fill(7)
    expect(parseEntryBundle(entryBundle([longest]), 1)).toEqual([longest])
    expect(() => entryBundle([new Uint8Array(65_536)])).toThrow(Malformed)
  })
})
