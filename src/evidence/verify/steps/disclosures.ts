import { digestsOf, parseDisclosure } from '../../../kernel/commitment.ts'
import type { Disclosure } from '../../../kernel/commitment.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { fieldsErased } from '../../../kernel/erasure.ts'
import { Malformed } from '../../../kernel/failures.ts'
import type { BundleFiles } from '../../bundle/bundle-files.ts'
import { DISCLOSURES } from '../../bundle/format.ts'
import type { Manifest } from '../../bundle/format.ts'
import { broken, found } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { bodyOf } from './body-of.ts'
import type { Leaf } from './entries.ts'
import { readText } from './open-log.ts'

/** Private fields that were handed out must be those that were committed to, and none that was erased. */
export async function checkDisclosures(files: BundleFiles, leaves: readonly Leaf[], manifest: Manifest, crypto: Crypto): Promise<Finding[]> {
  const committed = new Map(leaves.flatMap(({ entry }) => digestsIn(entry).map((digest) => [digest, entry.sequence] as const)))
  if (!manifest.disclosures) {
    if (files.list().includes(DISCLOSURES)) throw broken('disclosures', 'MANIFEST_FALSE')
    return [found('disclosures', 'DISCLOSURES_NONE', { count: committed.size })]
  }
  const isErased = erasures(leaves)
  const lines = (await readText(files, DISCLOSURES)).split('\n')
  if (lines.pop() !== '') throw broken('disclosures', 'DISCLOSURE_FALSE', { line: lines.length + 1 })
  const opened = new Set<string>()
  for (const [index, line] of lines.entries()) {
    const disclosure = readDisclosure(line, crypto)
    const sequence = disclosure ? committed.get(disclosure.digest) : undefined
    if (!disclosure || sequence === undefined || opened.has(disclosure.digest)) return [found('disclosures', 'DISCLOSURE_FALSE', { line: index + 1 })]
    if (isErased(sequence, disclosure.name)) return [found('disclosures', 'DISCLOSURE_ERASED', { line: index + 1 })]
    opened.add(disclosure.digest)
  }
  return [found('disclosures', 'DISCLOSURES_GOOD', { count: opened.size, of: committed.size })]
}

function digestsIn(entry: Leaf['entry']): readonly string[] {
  try {
    return digestsOf(entry.body)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw broken('entries', 'ENTRY_BODY', { sequence: entry.sequence })
  }
}

function readDisclosure(line: string, crypto: Crypto): Disclosure | null {
  try {
    return parseDisclosure(line, crypto)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return null
  }
}

/** Whether a field of an entry is on record as erased. */
function erasures(leaves: readonly Leaf[]): (sequence: number, name: string) => boolean {
  const all = new Set<number>()
  const named = new Set<string>()
  for (const { entry } of leaves) {
    if (entry.kind !== fieldsErased.kind) continue
    const { entries, fields } = bodyOf(fieldsErased, entry)
    for (const sequence of entries) {
      if (fields === null) all.add(sequence)
      else for (const name of fields) named.add(`${sequence} ${name}`)
    }
  }
  return (sequence, name) => all.has(sequence) || named.has(`${sequence} ${name}`)
}
