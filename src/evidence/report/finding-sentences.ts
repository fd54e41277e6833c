import { m } from '../../words/messages.js'
import { getLocale } from '../../words/runtime.js'
import type { Finding, FindingCode, FindingFacts, Step } from '../verify/finding.ts'

/** Findings as people read them, in the language that is spoken now. */

const INSTANTS = new Set(['at', 'from', 'to'])

/** The facts that a sentence names, as words: instants with their time zone, sizes and spans with their units. */
function words<const Name extends string>(facts: FindingFacts, ...names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, wordOf(name, facts[name] ?? '')])) as Record<Name, string> // One for each name.
}

const QUALITIES: Readonly<Record<string, () => string>> = {
  none: m.evidence_quality_none, peer: m.evidence_quality_peer, ntp: m.evidence_quality_ntp, rtc: m.evidence_quality_rtc, witness: m.evidence_quality_witness,
}

function wordOf(name: string, value: string | number): string {
  if (name === 'quality') return String(value).split(', ').map((quality) => QUALITIES[quality]?.() ?? quality).join(', ')
  if (typeof value === 'string') return value
  if (INSTANTS.has(name)) return new Date(value).toLocaleString(getLocale(), { dateStyle: 'medium', timeStyle: 'long' })
  if (name === 'bytes') return new Intl.NumberFormat(getLocale(), { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(value / 1e6)
  if (name === 'within') return new Intl.NumberFormat(getLocale(), { style: 'unit', unit: 'second', maximumFractionDigits: 1 }).format(value / 1000)
  return new Intl.NumberFormat(getLocale(), { useGrouping: false }).format(value)
}

const SENTENCES: Readonly<Record<FindingCode, (facts: FindingFacts) => string>> = {
  FORMAT_GOOD: (facts) => m.evidence_found_FORMAT_GOOD(words(facts, 'code', 'format')),
  FILE_MISSING: (facts) => m.evidence_found_FILE_MISSING(words(facts, 'file')),
  FORMAT_UNKNOWN: (facts) => m.evidence_found_FORMAT_UNKNOWN(words(facts, 'file')),
  FILE_STRANGE: (facts) => m.evidence_found_FILE_STRANGE(words(facts, 'file')),
  MANIFEST_FALSE: () => m.evidence_found_MANIFEST_FALSE(),
  KEY_TRUSTED: (facts) => m.evidence_found_KEY_TRUSTED(words(facts, 'key')),
  KEY_UNTRUSTED: (facts) => m.evidence_found_KEY_UNTRUSTED(words(facts, 'key')),
  KEY_NOT_HUBS: (facts) => m.evidence_found_KEY_NOT_HUBS(words(facts, 'hub')),
  CHECKPOINT_GOOD: (facts) => m.evidence_found_CHECKPOINT_GOOD(words(facts, 'size')),
  CHECKPOINT_FORGED: (facts) => m.evidence_found_CHECKPOINT_FORGED(words(facts, 'key')),
  CHECKPOINT_SIZE: (facts) => m.evidence_found_CHECKPOINT_SIZE(words(facts, 'said', 'size')),
  WITNESSED: (facts) => m.evidence_found_WITNESSED(words(facts, 'at', 'key', 'size', 'witness')),
  WITNESSED_TRUSTED: (facts) => m.evidence_found_WITNESSED_TRUSTED(words(facts, 'at', 'size', 'witness')),
  WITNESS_FORGED: (facts) => m.evidence_found_WITNESS_FORGED(words(facts, 'witness')),
  WITNESS_FORKED: (facts) => m.evidence_found_WITNESS_FORKED(words(facts, 'size')),
  WITNESS_NONE: () => m.evidence_found_WITNESS_NONE(),
  TREE_GOOD: (facts) => m.evidence_found_TREE_GOOD(words(facts, 'size')),
  TILE_MISSING: (facts) => m.evidence_found_TILE_MISSING(words(facts, 'file')),
  TILE_BROKEN: (facts) => m.evidence_found_TILE_BROKEN(words(facts, 'file')),
  TREE_OTHER_ROOT: (facts) => m.evidence_found_TREE_OTHER_ROOT(words(facts, 'size')),
  ENTRIES_GOOD: (facts) => m.evidence_found_ENTRIES_GOOD(words(facts, 'count')),
  ENTRY_MALFORMED: (facts) => m.evidence_found_ENTRY_MALFORMED(words(facts, 'line')),
  ENTRY_FOREIGN: (facts) => m.evidence_found_ENTRY_FOREIGN(words(facts, 'line', 'sequence')),
  ENTRY_BODY: (facts) => m.evidence_found_ENTRY_BODY(words(facts, 'sequence')),
  CHAIN_WHOLE: (facts) => m.evidence_found_CHAIN_WHOLE(words(facts, 'count')),
  ENTRY_TWICE: (facts) => m.evidence_found_ENTRY_TWICE(words(facts, 'sequence')),
  ENTRY_ORDER: (facts) => m.evidence_found_ENTRY_ORDER(words(facts, 'sequence')),
  CHAIN_GAP: (facts) => m.evidence_found_CHAIN_GAP(words(facts, 'number', 'sequence')),
  CHAIN_BROKEN: (facts) => m.evidence_found_CHAIN_BROKEN(words(facts, 'sequence')),
  CHAIN_OPEN: (facts) => m.evidence_found_CHAIN_OPEN(words(facts, 'count')),
  CHAIN_COUNT: (facts) => m.evidence_found_CHAIN_COUNT(words(facts, 'count', 'said')),
  INCLUDED: (facts) => m.evidence_found_INCLUDED(words(facts, 'count')),
  NOT_INCLUDED: (facts) => m.evidence_found_NOT_INCLUDED(words(facts, 'sequence')),
  TIME_SPAN: (facts) => m.evidence_found_TIME_SPAN(words(facts, 'from', 'quality', 'to', 'within')),
  TIME_UNKNOWN: (facts) => m.evidence_found_TIME_UNKNOWN(words(facts, 'from', 'quality', 'to')),
  TIME_BACKWARDS: (facts) => m.evidence_found_TIME_BACKWARDS(words(facts, 'sequence')),
  TIME_AFTER: (facts) => m.evidence_found_TIME_AFTER(words(facts, 'at', 'count')),
  TIME_FORGED: (facts) => m.evidence_found_TIME_FORGED(words(facts, 'sequence')),
  TIME_BEFORE: (facts) => m.evidence_found_TIME_BEFORE(words(facts, 'at', 'count')),
  TIME_CLAIMED: () => m.evidence_found_TIME_CLAIMED(),
  DISCLOSURES_GOOD: (facts) => m.evidence_found_DISCLOSURES_GOOD(words(facts, 'count', 'of')),
  DISCLOSURES_NONE: (facts) => m.evidence_found_DISCLOSURES_NONE(words(facts, 'count')),
  DISCLOSURE_FALSE: (facts) => m.evidence_found_DISCLOSURE_FALSE(words(facts, 'line')),
  DISCLOSURE_ERASED: (facts) => m.evidence_found_DISCLOSURE_ERASED(words(facts, 'line')),
  FIELDS_ERASED: (facts) => m.evidence_found_FIELDS_ERASED(words(facts, 'actor', 'at', 'cause', 'count')),
  ERASURE_UNDECIDED: (facts) => m.evidence_found_ERASURE_UNDECIDED(words(facts, 'actor', 'at', 'cause', 'count')),
  SEGMENTS_GOOD: (facts) => m.evidence_found_SEGMENTS_GOOD(words(facts, 'bytes', 'count')),
  SEGMENTS_NONE: () => m.evidence_found_SEGMENTS_NONE(),
  SEGMENTS_LEFT_OUT: (facts) => m.evidence_found_SEGMENTS_LEFT_OUT(words(facts, 'count')),
  SEGMENT_NUMBERS: (facts) => m.evidence_found_SEGMENT_NUMBERS(words(facts, 'number')),
  SEGMENT_MISSING: (facts) => m.evidence_found_SEGMENT_MISSING(words(facts, 'number')),
  SEGMENT_CHANGED: (facts) => m.evidence_found_SEGMENT_CHANGED(words(facts, 'number')),
  SEGMENT_SWAPPED: (facts) => m.evidence_found_SEGMENT_SWAPPED(words(facts, 'number', 'other')),
  SEGMENT_FOREIGN: (facts) => m.evidence_found_SEGMENT_FOREIGN(words(facts, 'file')),
  INIT_CHANGED: (facts) => m.evidence_found_INIT_CHANGED(words(facts, 'file')),
  PLAYLIST_FALSE: (facts) => m.evidence_found_PLAYLIST_FALSE(words(facts, 'file')),
  DECISION_GOOD: (facts) => m.evidence_found_DECISION_GOOD(words(facts, 'actor', 'at', 'claim', 'count')),
  DECISION_MISSING: (facts) => m.evidence_found_DECISION_MISSING(words(facts, 'number')),
  DECISION_CREW: (facts) => m.evidence_found_DECISION_CREW(words(facts, 'count')),
  RECORDING_DESTROYED: (facts) => m.evidence_found_RECORDING_DESTROYED(words(facts, 'actor', 'at')),
  CLASS_FORGOTTEN: (facts) => m.evidence_found_CLASS_FORGOTTEN(words(facts, 'actor', 'at')),
  PERSON_ERASED: (facts) => m.evidence_found_PERSON_ERASED(words(facts, 'actor', 'at')),
  STATEMENTS_GOOD: (facts) => m.evidence_found_STATEMENTS_GOOD(words(facts, 'count')),
  STATEMENT_FALSE: (facts) => m.evidence_found_STATEMENT_FALSE(words(facts, 'sequence')),
  STATEMENTS_BY_CREW: (facts) => m.evidence_found_STATEMENTS_BY_CREW(words(facts, 'count')),
  SEEN_GOOD: (facts) => m.evidence_found_SEEN_GOOD(words(facts, 'name', 'seen')),
  SEEN_UNREADABLE: (facts) => m.evidence_found_SEEN_UNREADABLE(words(facts, 'name')),
  SEEN_OTHER_LOG: (facts) => m.evidence_found_SEEN_OTHER_LOG(words(facts, 'name', 'origin')),
  SEEN_FORKED: (facts) => m.evidence_found_SEEN_FORKED(words(facts, 'name', 'seen')),
  SEEN_BEYOND: (facts) => m.evidence_found_SEEN_BEYOND(words(facts, 'name', 'seen', 'size')),
}

const STEP_NAMES: Readonly<Record<Step, () => string>> = {
  format: m.evidence_step_format,
  key: m.evidence_step_key,
  checkpoint: m.evidence_step_checkpoint,
  witnesses: m.evidence_step_witnesses,
  tree: m.evidence_step_tree,
  entries: m.evidence_step_entries,
  chain: m.evidence_step_chain,
  inclusion: m.evidence_step_inclusion,
  time: m.evidence_step_time,
  disclosures: m.evidence_step_disclosures,
  segments: m.evidence_step_segments,
  decisions: m.evidence_step_decisions,
  statements: m.evidence_step_statements,
  seen: m.evidence_step_seen,
}

export function findingSentence({ code, facts }: Finding): string {
  return SENTENCES[code](facts)
}

export function stepName(step: Step): string {
  return STEP_NAMES[step]()
}
