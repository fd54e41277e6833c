import type { PlanItem } from '../../wire/run.ts'
import type { MovedBody } from '../../wire/run-entries.ts'
import type { RunEvent } from './run.ts'

/** A change of the run as its entry says it; undefined for those that are steps of the class. */
export function movedOf(event: RunEvent): { readonly body: MovedBody; readonly private: { item: PlanItem } | Record<string, never> } | undefined {
  switch (event.type) {
    case 'begun':
    case 'ended':
      return undefined
    case 'inserted': {
      const { type, at, index, item } = event
      const { id, kind, seconds, overrun } = item
      return { body: { type, at, index, id, kind, seconds, overrun }, private: { item } }
    }
    default:
      return { body: event, private: {} }
  }
}

/** The change that an entry says. Where the texts of an inserted item are erased, the item stays without them. */
export function eventOf(body: MovedBody, item: PlanItem | undefined): RunEvent {
  if (body.type !== 'inserted') return body
  const { type, at, index, id, kind, seconds, overrun } = body
  return { type, at, index, item: item ?? { id, kind, seconds, overrun, title: ERASED, cues: [], poll: null, music: null } }
}

const ERASED = '–'
