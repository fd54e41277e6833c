import { classMade } from '../../../features/live/wire/entries.ts'
import { utf8 } from '../../../kernel/bytes.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { hashText, parseEntry } from '../../../kernel/entry.ts'
import type { Entry } from '../../../kernel/entry.ts'
import { Malformed } from '../../../kernel/failures.ts'
import { leafHash, sameHash } from '../../../kernel/tree.ts'
import type { Hash, NodeReader } from '../../../kernel/tree.ts'
import type { BundleFiles } from '../../bundle/bundle-files.ts'
import { bundleExported, ENTRIES } from '../../bundle/format.ts'
import type { Manifest } from '../../bundle/format.ts'
import { broken, found, MOST_OF_A_KIND } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { bodyOf } from './body-of.ts'
import { readText } from './open-log.ts'
import type { WitnessedAt } from './witnesses.ts'

/** An entry with the leaf it makes. */
export type Leaf = { readonly entry: Entry; readonly hash: Hash }

/** The class's entries, each in its one spelling. */
export async function openEntries(files: BundleFiles, manifest: Manifest, crypto: Crypto): Promise<{ leaves: Leaf[]; finding: Finding }> {
  const text = await readText(files, ENTRIES)
  const lines = text.split('\n')
  if (lines.pop() !== '') throw broken('entries', 'ENTRY_MALFORMED', { line: lines.length + 1 })
  const leaves = lines.map((line, index): Leaf => {
    const bytes = utf8(line)
    let entry: Entry
    try {
      entry = parseEntry(bytes)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      throw broken('entries', 'ENTRY_MALFORMED', { line: index + 1 })
    }
    if (entry.hub !== manifest.hub || entry.class?.id !== manifest.class) throw broken('entries', 'ENTRY_FOREIGN', { line: index + 1, sequence: entry.sequence })
    return { entry, hash: leafHash(bytes, crypto) }
  })
  const made = leaves.find(({ entry: { kind } }) => kind === classMade.kind)
  if (made && bodyOf(classMade, made.entry).code !== manifest.code) throw broken('entries', 'MANIFEST_FALSE')
  return { leaves, finding: found('entries', 'ENTRIES_GOOD', { count: leaves.length }) }
}

/** Nothing left out, nothing twice, in order, and closed by the entry that counts them. */
export function checkChain(leaves: readonly Leaf[], manifest: Manifest): Finding {
  let previous: Leaf | undefined
  for (const leaf of leaves) {
    const { entry } = leaf
    const before = previous?.entry
    const expected = (before?.class?.sequence ?? -1) + 1
    const at = entry.class?.sequence ?? -1
    if (before && entry.sequence === before.sequence) throw broken('chain', 'ENTRY_TWICE', { sequence: entry.sequence })
    if (before && entry.sequence < before.sequence) throw broken('chain', 'ENTRY_ORDER', { sequence: entry.sequence })
    if (at !== expected) throw broken('chain', 'CHAIN_GAP', { number: expected, sequence: entry.sequence })
    if (previous && entry.class?.previous !== hashText(previous.hash)) throw broken('chain', 'CHAIN_BROKEN', { sequence: entry.sequence })
    previous = leaf
  }
  const last = bundleExported.body.safeParse(previous?.entry.body)
  if (previous?.entry.kind !== bundleExported.kind || !last.success) throw broken('chain', 'CHAIN_OPEN', { count: leaves.length })
  const { media, disclosures } = last.data
  if (media !== manifest.media || disclosures !== manifest.disclosures) throw broken('chain', 'MANIFEST_FALSE')
  if (last.data.entries !== leaves.length || manifest.entries !== leaves.length) throw broken('chain', 'CHAIN_COUNT', { count: leaves.length, said: last.data.entries })
  return found('chain', 'CHAIN_WHOLE', { count: leaves.length })
}

/** Every entry is the leaf of the tree that it says it is. */
export function checkInclusion(leaves: readonly Leaf[], size: number, node: NodeReader): Finding[] {
  const missing = leaves.filter(({ entry: { sequence }, hash }) => sequence >= size || !sameHash(node(0, sequence), hash))
  if (missing.length === 0) return [found('inclusion', 'INCLUDED', { count: leaves.length })]
  return missing.slice(0, MOST_OF_A_KIND).map(({ entry: { sequence } }) => found('inclusion', 'NOT_INCLUDED', { sequence }))
}

/** What the entries claim of time, and what somebody else's clock bounds it by. */
export function tellTime(leaves: readonly Leaf[], witnessed: readonly WitnessedAt[], lower: readonly Finding[]): Finding[] {
  const findings: Finding[] = []
  const times = leaves.map(({ entry: { time } }) => time)
  const [first, last] = [times[0], times.at(-1)]
  if (!first || !last) return findings
  const worst = times.some(({ uncertainty }) => uncertainty === null) ? null : Math.max(...times.map(({ uncertainty }) => uncertainty ?? 0))
  const qualities = [...new Set(times.map(({ quality }) => quality))].join(', ')
  findings.push(worst === null
    ? found('time', 'TIME_UNKNOWN', { from: first.wall, to: last.wall, quality: qualities })
    : found('time', 'TIME_SPAN', { from: first.wall, to: last.wall, within: worst, quality: qualities }))
  const backwards = leaves.filter(({ entry: { time } }, index) => {
    const before = times[index - 1]
    return before?.boot === time.boot && time.monotonic < before.monotonic
  })
  for (const { entry: { sequence } } of backwards.slice(0, MOST_OF_A_KIND)) findings.push(found('time', 'TIME_BACKWARDS', { sequence }))
  const bounds = [...lower, ...boundsOf(leaves, witnessed)]
  return [...findings, ...bounds.length > 0 ? bounds : [found('time', 'TIME_CLAIMED')]]
}

/** A witness saw this many leaves by then: each entry under them is no younger. The earliest for each number of entries of the class. */
function boundsOf(leaves: readonly Leaf[], witnessed: readonly WitnessedAt[]): Finding[] {
  const earliest = new Map<number, number>()
  for (const { size, at } of witnessed) {
    const count = leaves.filter(({ entry }) => entry.sequence < size).length
    if (count > 0) earliest.set(count, Math.min(at, earliest.get(count) ?? Infinity))
  }
  return [...earliest].toSorted(([one], [other]) => one - other).map(([count, at]) => found('time', 'TIME_BEFORE', { count, at }))
}
