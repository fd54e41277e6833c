import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import badConsistency from '../../fixtures/tree/invalid/consistency.json' with { type: 'json' }
import badInclusion from '../../fixtures/tree/invalid/inclusion.json' with { type: 'json' }
import eight from '../../fixtures/tree/valid/rfc6962-eight-leaves.json' with { type: 'json' }
import { nodeCrypto } from '../platform/crypto-node.ts'
import { hex } from './bytes.ts'
import {
  addLeaf, consistencyProof, EMPTY_FRONTIER, frontierRoot, inclusionProof, leafHash, peakPlaces,
  verifyConsistency, verifyInclusion,
} from './tree.ts'
import type { Frontier, Hash } from './tree.ts'

const crypto = nodeCrypto()
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

/** A log held in memory: what the tree's functions need from a store. */
function grow(leaves: readonly Uint8Array[]) {
  const nodes = new Map<string, Hash>()
  const roots = [frontierRoot(EMPTY_FRONTIER, crypto)]
  let frontier: Frontier = EMPTY_FRONTIER
  for (const leaf of leaves) {
    const grown = addLeaf(frontier, leafHash(leaf, crypto), crypto)
    for (const node of grown.nodes) nodes.set(`${node.level}/${node.index}`, node.hash)
    frontier = grown.frontier
    roots.push(frontierRoot(frontier, crypto))
  }
  const read = (level: number, index: number): Hash => {
    const hash = nodes.get(`${level}/${index}`)
    if (!hash) throw new Error(`no node ${level}/${index}`)
    return hash
  }
  return { read, roots, frontier }
}

function rootOf(roots: readonly Hash[], size: number): Hash {
  const root = roots[size]
  if (!root) throw new Error(`no root of ${size}`)
  return root
}

describe('the tree of RFC 6962', () => {
  const log = grow(eight.leaves.map(bytes))

  it('has the published roots at every size', () => {
    expect(log.roots.map(hex)).toEqual(eight.roots)
  })

  it('gives the published inclusion proofs, and they verify', () => {
    for (const { index, size, proof } of eight.inclusion) {
      expect(inclusionProof(index, size, log.read, crypto).map(hex)).toEqual(proof)
      const claim = { leaf: log.read(0, index), index, size, root: rootOf(log.roots, size) }
      expect(verifyInclusion(claim, proof.map(bytes), crypto)).toBe(true)
    }
  })

  it('gives the published consistency proofs, and they verify', () => {
    for (const { from, to, proof } of eight.consistency) {
      expect(consistencyProof(from, to, log.read, crypto).map(hex)).toEqual(proof)
      const [earlier, later] = [{ size: from, root: rootOf(log.roots, from) }, { size: to, root: rootOf(log.roots, to) }]
      expect(verifyConsistency(earlier, later, proof.map(bytes), crypto)).toBe(true)
    }
  })

  it.each(badInclusion)('refuses as proof of inclusion: $why', ({ leaf, index, size, root, proof }) => {
    expect(verifyInclusion({ leaf: bytes(leaf), index, size, root: bytes(root) }, proof.map(bytes), crypto)).toBe(false)
  })

  it.each(badConsistency)('refuses as proof of consistency: $why', ({ from, fromRoot, to, toRoot, proof }) => {
    const [earlier, later] = [{ size: from, root: bytes(fromRoot) }, { size: to, root: bytes(toRoot) }]
    expect(verifyConsistency(earlier, later, proof.map(bytes), crypto)).toBe(false)
  })

  it('has no proofs beyond its size', () => {
    expect(() => inclusionProof(8, 8, log.read, crypto)).toThrow(RangeError)
    expect(() => inclusionProof(-1, 8, log.read, crypto)).toThrow(RangeError)
    expect(() => consistencyProof(8, 7, log.read, crypto)).toThrow(RangeError)
  })
})

describe('any tree', () => {
  const WHOLE = 260
  const log = grow(Array.from({ length: WHOLE }, (_, n) => Uint8Array.of(n & 255, n >> 8)))
  const size = fc.integer({ min: 1, max: WHOLE })

  it('proves each of its leaves, and no other leaf with the same proof', () => {
    fc.assert(fc.property(size, fc.nat(), fc.nat(), (whole, one, other) => {
      const index = one % whole
      const root = rootOf(log.roots, whole)
      const proof = inclusionProof(index, whole, log.read, crypto)
      const claim = (at: number, leaf: number) => verifyInclusion({ leaf: log.read(0, leaf), index: at, size: whole, root }, proof, crypto)
      expect(claim(index, index)).toBe(true)
      if (other % whole !== index) {
        expect(claim(index, other % whole)).toBe(false)
        expect(claim(other % whole, index)).toBe(false)
      }
    }))
  })

  it('is consistent with each of its beginnings, and with nothing else', () => {
    fc.assert(fc.property(size, size, fc.nat(), (one, other, bit) => {
      const [from, to] = one < other ? [one, other] : [other, one]
      const proof = consistencyProof(from, to, log.read, crypto)
      const [earlier, later] = [{ size: from, root: rootOf(log.roots, from) }, { size: to, root: rootOf(log.roots, to) }]
      expect(verifyConsistency(earlier, later, proof, crypto)).toBe(true)
      const flipped = later.root.map((byte, at) => (at === bit % 32 ? byte ^ 1 : byte))
      expect(verifyConsistency(earlier, { ...later, root: flipped }, proof, crypto)).toBe(false)
      expect(verifyConsistency({ ...earlier, root: flipped }, later, proof, crypto)).toBe(false)
    }))
  })

  it('does not verify with one bit of a proof flipped', () => {
    fc.assert(fc.property(size, fc.nat(), fc.nat(), (whole, one, bit) => {
      fc.pre(whole > 1)
      const index = one % whole
      const proof = inclusionProof(index, whole, log.read, crypto)
      const at = bit % proof.length
      const bent = proof.map((hash, n) => (n === at ? hash.map((byte, m) => (m === bit % 32 ? byte ^ 128 : byte)) : hash))
      expect(verifyInclusion({ leaf: log.read(0, index), index, size: whole, root: rootOf(log.roots, whole) }, bent, crypto)).toBe(false)
    }))
  })

  it('can be taken up again from the peaks a store kept', () => {
    fc.assert(fc.property(size, (whole) => {
      const peaks = peakPlaces(whole).map(({ level, index }) => log.read(level, index))
      expect(hex(frontierRoot({ size: whole, peaks }, crypto))).toBe(hex(rootOf(log.roots, whole)))
    }))
  })
})
