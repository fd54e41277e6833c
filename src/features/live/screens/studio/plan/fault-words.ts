import { clockText } from '../../../../../ui/clock-text.ts'
import { m } from '../../../../../words/messages.js'
import type { PlanFault, PlanField, PlanPlace } from '../../../rules/run/plan.ts'

const FIELDS: Record<PlanField, () => string> = {
  objective: m.studio_field_objective, title: m.studio_field_title, start: m.studio_field_start, length: m.studio_field_length,
  kind: m.studio_field_kind, overrun: m.studio_field_overrun, cues: m.studio_field_cues, poll: m.studio_field_poll, music: m.studio_field_music, picture: m.studio_field_picture, privacy: m.studio_field_privacy,
}

/** What is wrong with a file that should be a run of show, where, and what would be right. */
export function faultWords(fault: PlanFault): string {
  switch (fault.fault) {
    case 'too-large': return m.studio_fault_too_large()
    case 'not-json': return m.studio_fault_not_json()
    case 'not-a-plan': return m.studio_fault_not_a_plan()
    case 'version-unknown': return m.studio_fault_version({ version: fault.version })
    case 'no-header': return m.studio_fault_no_header()
    case 'column-missing': return m.studio_fault_column_missing({ column: fault.column })
    case 'column-twice': return m.studio_fault_column_twice({ column: fault.column })
    case 'quote-open': return m.studio_fault_quote({ line: fault.line })
    case 'cells-too-many': return m.studio_fault_cells({ line: fault.line })
    case 'total-wrong': return m.studio_fault_total({ said: clockText(fault.said), is: clockText(fault.is) })
    case 'count-wrong': return m.studio_fault_count({ said: fault.said, is: fault.is })
    case 'items-too-many': return m.studio_fault_items({ most: fault.most })
    case 'cues-too-many': return m.studio_fault_cues({ most: fault.most })
    case 'head-bad': return m.studio_fault_field({ field: FIELDS[fault.field]() })
    case 'empty': return m.studio_fault_empty()
    default: return m.studio_fault_at({ place: placeWords(fault.place), what: itemFault(fault) })
  }
}

type ItemFault = Extract<PlanFault, { readonly place: PlanPlace }>

function itemFault(fault: ItemFault): string {
  switch (fault.fault) {
    case 'field-bad': return m.studio_fault_field({ field: FIELDS[fault.field]() })
    case 'kind-unknown': return m.studio_fault_kind({ kind: fault.kind })
    case 'overrun-unknown': return m.studio_fault_overrun({ overrun: fault.overrun })
    case 'length-bad': return m.studio_fault_length()
    case 'gap': return m.studio_fault_gap({ time: clockText(fault.seconds) })
    case 'overlap': return m.studio_fault_overlap({ time: clockText(fault.seconds) })
    case 'item-twice': return m.studio_fault_item_twice()
    case 'cue-outside': return m.studio_fault_cue_outside({ time: clockText(fault.at) })
    case 'poll-missing': return m.studio_fault_poll_missing()
  }
}

const placeWords = ({ item, line }: PlanPlace): string =>
  line === null ? m.studio_fault_place({ item }) : m.studio_fault_place_line({ item, line })
