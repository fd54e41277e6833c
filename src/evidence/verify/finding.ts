/** The checklist, in the order in which it is gone through: what a step needs, those before it have shown. */
export const STEPS = ['format', 'key', 'checkpoint', 'tree', 'witnesses', 'entries', 'chain', 'inclusion', 'time', 'disclosures', 'segments', 'decisions', 'statements', 'seen'] as const
export type Step = (typeof STEPS)[number]

/** Everything that can be found. Each has a sentence in this room's catalogue under `evidence_found_<code>`. */
export const FINDINGS = {
  FORMAT_GOOD: 'good', FILE_MISSING: 'bad', FORMAT_UNKNOWN: 'bad', FILE_STRANGE: 'told',
  KEY_TRUSTED: 'good', KEY_UNTRUSTED: 'told', KEY_NOT_HUBS: 'bad',
  CHECKPOINT_GOOD: 'good', CHECKPOINT_FORGED: 'bad', CHECKPOINT_SIZE: 'bad',
  WITNESSED: 'good', WITNESSED_TRUSTED: 'good', WITNESS_FORGED: 'bad', WITNESS_FORKED: 'bad', WITNESS_NONE: 'told',
  TREE_GOOD: 'good', TILE_MISSING: 'bad', TILE_BROKEN: 'bad', TREE_OTHER_ROOT: 'bad',
  ENTRIES_GOOD: 'good', ENTRY_MALFORMED: 'bad', ENTRY_FOREIGN: 'bad', ENTRY_BODY: 'bad', MANIFEST_FALSE: 'bad',
  CHAIN_WHOLE: 'good', ENTRY_TWICE: 'bad', ENTRY_ORDER: 'bad', CHAIN_GAP: 'bad', CHAIN_BROKEN: 'bad', CHAIN_OPEN: 'bad', CHAIN_COUNT: 'bad',
  INCLUDED: 'good', NOT_INCLUDED: 'bad',
  TIME_SPAN: 'told', TIME_UNKNOWN: 'told', TIME_BACKWARDS: 'told', TIME_BEFORE: 'good', TIME_AFTER: 'good', TIME_FORGED: 'bad', TIME_CLAIMED: 'told',
  DISCLOSURES_GOOD: 'good', DISCLOSURES_NONE: 'told', DISCLOSURE_FALSE: 'bad', DISCLOSURE_ERASED: 'bad',
  SEGMENTS_GOOD: 'good', SEGMENTS_NONE: 'told', SEGMENTS_LEFT_OUT: 'told', SEGMENT_NUMBERS: 'bad', SEGMENT_MISSING: 'bad', SEGMENT_CHANGED: 'bad', SEGMENT_SWAPPED: 'bad', SEGMENT_FOREIGN: 'bad', INIT_CHANGED: 'bad', PLAYLIST_FALSE: 'bad',
  DECISION_GOOD: 'good', DECISION_MISSING: 'bad', DECISION_CREW: 'told', FIELDS_ERASED: 'told', ERASURE_UNDECIDED: 'bad',
  RECORDING_DESTROYED: 'told', CLASS_FORGOTTEN: 'told', PERSON_ERASED: 'told',
  STATEMENTS_GOOD: 'good', STATEMENT_FALSE: 'bad', STATEMENTS_BY_CREW: 'told',
  SEEN_GOOD: 'good', SEEN_UNREADABLE: 'bad', SEEN_OTHER_LOG: 'told', SEEN_FORKED: 'bad', SEEN_BEYOND: 'bad',
} as const satisfies Record<string, 'good' | 'told' | 'bad'>
export type FindingCode = keyof typeof FINDINGS
/** `good`: shown to be so; `told`: what the bundle or the record says, and nothing here can show; `bad`: it does not hold. */
export type FindingState = (typeof FINDINGS)[FindingCode]

export type FindingFacts = Readonly<Record<string, string | number>>
export type Finding = { readonly step: Step; readonly code: FindingCode; readonly state: FindingState; readonly facts: FindingFacts }

export function found(step: Step, code: FindingCode, facts: FindingFacts = {}): Finding {
  return { step, code, state: FINDINGS[code], facts }
}

/** A step that fails so that those after it would have nothing to stand on. */
export class BrokenBundle extends Error {
  override readonly name = 'BrokenBundle'
  readonly finding: Finding

  constructor(finding: Finding) {
    super(finding.code)
    this.finding = finding
  }
}

export function broken(step: Step, code: FindingCode, facts: FindingFacts = {}): BrokenBundle {
  return new BrokenBundle(found(step, code, facts))
}

/** A list of the same fault is cut here: the first ones say where to look. */
export const MOST_OF_A_KIND = 10
