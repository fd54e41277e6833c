import { nodeCrypto } from '../src/platform/crypto-node.ts'
import { addLeaf, EMPTY_FRONTIER, frontierRoot, leafHash } from '../src/kernel/tree.ts'
import type { Frontier, Hash, NodeReader } from '../src/kernel/tree.ts'

const crypto = nodeCrypto()

/** A log held in memory, with its root at every size. */
export type MemoryLog = { readonly read: NodeReader; root(size: number): Hash }

export function memoryLog(leaves: readonly Uint8Array[]): MemoryLog {
  const nodes = new Map<string, Hash>()
  let frontier: Frontier = EMPTY_FRONTIER
  const roots = [frontierRoot(frontier, crypto)]
  for (const leaf of leaves) {
    const grown = addLeaf(frontier, leafHash(leaf, crypto), crypto)
    for (const node of grown.nodes) nodes.set(`${node.level}/${node.index}`, node.hash)
    frontier = grown.frontier
    roots.push(frontierRoot(frontier, crypto))
  }
  const found = (hash: Hash | undefined, what: string): Hash => {
    if (!hash) throw new Error(`the log has no ${what}`)
    return hash
  }
  return {
    read: (level, index) => found(nodes.get(`${level}/${index}`), `node ${level}/${index}`),
    root: (size) => found(roots[size], `root of ${size}`),
  }
}
