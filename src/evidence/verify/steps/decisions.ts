import { recordingDestroyed, segmentReplaced } from '../../../features/capture/wire/entries.ts'
import { claimDecided, classForgotten, consentStated, personErased } from '../../../features/privacy/wire/entries.ts'
import type { Entry } from '../../../kernel/entry.ts'
import { fieldsErased } from '../../../kernel/erasure.ts'
import { found, MOST_OF_A_KIND } from '../finding.ts'
import type { Finding, FindingCode, FindingFacts } from '../finding.ts'
import { bodyOf } from './body-of.ts'
import type { Leaf } from './entries.ts'

/** Whatever is not as it was sealed or said has somebody's decision on record: who, when, and on whose wish. */
export function checkDecisions(leaves: readonly Leaf[]): Finding[] {
  const entries = leaves.map(({ entry }) => entry)
  return [...checkReplaced(entries), ...checkErased(entries), ...tellOfWhole(entries)].slice(0, 5 * MOST_OF_A_KIND)
}

type Granted = { readonly segments: ReadonlySet<number>; readonly entry: Entry }

/** Every segment that was replaced for a claim is one that the claim's decision names. */
function checkReplaced(entries: readonly Entry[]): Finding[] {
  const granted = new Map<string, Granted>()
  for (const entry of entries) {
    if (entry.kind !== claimDecided.kind) continue
    const { claim, removed, segments } = bodyOf(claimDecided, entry)
    if (removed) granted.set(claim, { segments: new Set(segments), entry })
  }
  const missing: Finding[] = []
  const replaced = new Map<string | null, Set<number>>()
  for (const entry of entries) {
    if (entry.kind !== segmentReplaced.kind) continue
    const { number, cause } = bodyOf(segmentReplaced, entry)
    if (cause !== null && !granted.get(cause)?.segments.has(number)) missing.push(found('decisions', 'DECISION_MISSING', { number }))
    else replaced.set(cause, (replaced.get(cause) ?? new Set()).add(number))
  }
  return [...missing.slice(0, MOST_OF_A_KIND), ...[...replaced].map(([claim, numbers]) => {
    const entry = claim === null ? undefined : granted.get(claim)?.entry
    return claim !== null && entry ? told('DECISION_GOOD', entry, { count: numbers.size, claim }) : found('decisions', 'DECISION_CREW', { count: numbers.size })
  })]
}

/** Every erasure names what it was decided by, and that stands on record before or in the same commit. */
function checkErased(entries: readonly Entry[]): Finding[] {
  return entries.filter(({ kind }) => kind === fieldsErased.kind).map((erasure) => {
    const { entries: sequences, cause } = bodyOf(fieldsErased, erasure)
    const isDecided = entries.some((entry) => decides(entry, cause, erasure))
    return told(isDecided ? 'FIELDS_ERASED' : 'ERASURE_UNDECIDED', erasure, { count: sequences.length, cause })
  })
}

function decides(entry: Entry, cause: string, erasure: Entry): boolean {
  switch (entry.kind) {
    case claimDecided.kind: return bodyOf(claimDecided, entry).claim === cause
    case classForgotten.kind: return cause === 'class-forgotten' && entry.actor === erasure.actor
    case personErased.kind: return cause === 'person-erased' && entry.actor === erasure.actor
    // Whoever takes back a yes decides for themselves.
    case consentStated.kind: return cause === 'withdrawn' && bodyOf(consentStated, entry).person === erasure.actor
    default: return false
  }
}

const WHOLE: Readonly<Record<string, FindingCode>> = {
  [recordingDestroyed.kind]: 'RECORDING_DESTROYED', [classForgotten.kind]: 'CLASS_FORGOTTEN', [personErased.kind]: 'PERSON_ERASED',
}

function tellOfWhole(entries: readonly Entry[]): Finding[] {
  return entries.flatMap((entry) => {
    const code = WHOLE[entry.kind]
    return code === undefined ? [] : [told(code, entry)]
  })
}

function told(code: FindingCode, { time, actor }: Entry, facts: FindingFacts = {}): Finding {
  return found('decisions', code, { ...facts, at: time.wall, actor })
}
