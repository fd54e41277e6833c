import { concat } from './bytes.ts'
import type { Crypto } from './crypto.ts'

/**
 * The Merkle tree of RFC 6962 section 2.1. Hashes are 32 bytes. A node is named by its level
 * (leaves are 0) and its index on that level; it stands for the leaves
 * `index * 2^level` up to `(index + 1) * 2^level` and exists once all of them do, never to change.
 */
export type Hash = Uint8Array
type Sha256 = Pick<Crypto, 'sha256'>

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export function emptyRoot(crypto: Sha256): Hash {
  return crypto.sha256(new Uint8Array(0))
}

export function leafHash(bytes: Uint8Array, crypto: Sha256): Hash {
  return crypto.sha256(concat(LEAF, bytes))
}

export function nodeHash(left: Hash, right: Hash, crypto: Sha256): Hash {
  return crypto.sha256(concat(NODE, left, right))
}

/**
 * All a log must hold to grow: the roots of the complete subtrees that make up its `size` leaves,
 * largest first, one per bit set in `size`.
 */
export type Frontier = { readonly size: number; readonly peaks: readonly Hash[] }
export type TreeNode = { readonly level: number; readonly index: number; readonly hash: Hash }

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] }

/** The frontier after one more leaf, and every node this leaf completed, the leaf itself first. */
export function addLeaf(
  frontier: Frontier, leaf: Hash, crypto: Sha256,
): { frontier: Frontier; nodes: readonly TreeNode[] } {
  const peaks = [...frontier.peaks]
  const nodes: TreeNode[] = [{ level: 0, index: frontier.size, hash: leaf }]
  let hash = leaf
  let index = frontier.size
  for (let level = 1; index % 2 === 1; level += 1) {
    const left = peaks.pop()
    if (!left) throw new Error('a frontier with fewer peaks than its size has bits')
    hash = nodeHash(left, hash, crypto)
    index = (index - 1) / 2
    nodes.push({ level, index, hash })
  }
  peaks.push(hash)
  return { frontier: { size: frontier.size + 1, peaks }, nodes }
}

export function frontierRoot(frontier: Frontier, crypto: Sha256): Hash {
  const last = frontier.peaks.at(-1)
  if (!last) return emptyRoot(crypto)
  return frontier.peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right, crypto), last)
}

/** Where the peaks of a tree of `size` leaves are, largest first: what a reopened log must read. */
export function peakPlaces(size: number): ReadonlyArray<Omit<TreeNode, 'hash'>> {
  const places: Array<Omit<TreeNode, 'hash'>> = []
  let start = 0
  for (let level = 52; level >= 0; level -= 1) {
    const width = 2 ** level
    if (size - start < width) continue
    places.push({ level, index: start / width })
    start += width
  }
  return places
}

/** Reads the hash of a node that exists. */
export type NodeReader = (level: number, index: number) => Hash

/** The audit path of RFC 6962 section 2.1.1 for the leaf at `index` in the tree of the first `size` leaves. */
export function inclusionProof(index: number, size: number, read: NodeReader, crypto: Sha256): Hash[] {
  requireRange(index >= 0 && index < size, 'leaf')
  const path = (start: number, end: number): Hash[] => {
    if (end - start === 1) return []
    const middle = start + splitOf(end - start)
    return index < middle
      ? [...path(start, middle), rangeRoot(middle, end, read, crypto)]
      : [...path(middle, end), rangeRoot(start, middle, read, crypto)]
  }
  return path(0, size)
}

/** The consistency proof of RFC 6962 section 2.1.2 from the tree of `from` leaves to that of `to` leaves. */
export function consistencyProof(from: number, to: number, read: NodeReader, crypto: Sha256): Hash[] {
  requireRange(from >= 0 && from <= to, 'earlier tree')
  if (from === 0) return []
  const path = (start: number, end: number, whole: boolean): Hash[] => {
    if (from === end) return whole ? [] : [rangeRoot(start, end, read, crypto)]
    const middle = start + splitOf(end - start)
    return from <= middle
      ? [...path(start, middle, whole), rangeRoot(middle, end, read, crypto)]
      : [...path(middle, end, false), rangeRoot(start, middle, read, crypto)]
  }
  return path(0, to, true)
}

/** Whether `proof` leads from the leaf hash at `index` to `root` (RFC 9162 section 2.1.3.2). */
export function verifyInclusion(
  claim: { leaf: Hash; index: number; size: number; root: Hash }, proof: readonly Hash[], crypto: Sha256,
): boolean {
  if (!isCount(claim.index) || !isCount(claim.size) || claim.index >= claim.size || !proof.every(isHash)) return false
  let hash = claim.leaf
  let node = claim.index
  let last = claim.size - 1
  for (const sibling of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash, crypto)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      hash = nodeHash(hash, sibling, crypto)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameHash(hash, claim.root)
}

/**
 * Whether `proof` shows the tree of `from` leaves to be the beginning of that of `to` leaves
 * (RFC 9162 section 2.1.4.2). An empty tree is the beginning of every tree.
 */
export function verifyConsistency(
  earlier: { size: number; root: Hash }, later: { size: number; root: Hash }, proof: readonly Hash[], crypto: Sha256,
): boolean {
  if (!isCount(earlier.size) || !isCount(later.size) || earlier.size > later.size || !proof.every(isHash)) return false
  if (earlier.size === later.size) return proof.length === 0 && sameHash(earlier.root, later.root)
  if (earlier.size === 0) return proof.length === 0 && sameHash(earlier.root, emptyRoot(crypto))
  let node = earlier.size - 1
  let last = later.size - 1
  while (node % 2 === 1) [node, last] = [half(node), half(last)]
  // A complete earlier tree is itself a node of the later one, so the proof leaves it out.
  const [seed, ...siblings] = node === 0 ? [earlier.root, ...proof] : proof
  if (!seed) return false
  let old = seed
  let young = seed
  for (const sibling of siblings) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      old = nodeHash(sibling, old, crypto)
      young = nodeHash(sibling, young, crypto)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      young = nodeHash(young, sibling, crypto)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameHash(old, earlier.root) && sameHash(young, later.root)
}

export function sameHash(one: Hash, other: Hash): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}

/** The hash over leaves `start` to `end`, from complete nodes; `start` is a multiple of the range's largest power. */
function rangeRoot(start: number, end: number, read: NodeReader, crypto: Sha256): Hash {
  const width = end - start
  if (isPowerOfTwo(width)) return read(Math.round(Math.log2(width)), start / width)
  const middle = start + splitOf(width)
  return nodeHash(rangeRoot(start, middle, read, crypto), rangeRoot(middle, end, read, crypto), crypto)
}

/** The largest power of two smaller than `width`. */
function splitOf(width: number): number {
  let split = 1
  while (split * 2 < width) split *= 2
  return split
}

function isPowerOfTwo(width: number): boolean {
  return width === splitOf(width + 1)
}

function half(value: number): number {
  return Math.floor(value / 2)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isHash(bytes: Hash): boolean {
  return bytes.length === 32
}

function requireRange(good: boolean, what: string): void {
  if (!good) throw new RangeError(`no such ${what} in the tree`)
}
