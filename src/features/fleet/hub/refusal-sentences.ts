import type { Sentences } from '../../../platform/http/sentences.ts'
import { m } from '../../../words/messages.js'
import type { FleetRefusal } from '../wire/refusals.ts'

/** What a person reads for each refusal of this feature. */
export const fleetSentences: Readonly<Record<FleetRefusal, Sentences[string]>> = {
  LOG_UNKNOWN: (_, options) => m.fleet_refusal_LOG_UNKNOWN({}, options),
  NO_LOG_SIGNATURE: (_, options) => m.fleet_refusal_NO_LOG_SIGNATURE({}, options),
  GROWTH_UNPROVEN: (_, options) => m.fleet_refusal_GROWTH_UNPROVEN({}, options),
  TILE_UNKNOWN: (_, options) => m.fleet_refusal_TILE_UNKNOWN({}, options),
  NO_RECEIPT: (_, options) => m.fleet_refusal_NO_RECEIPT({}, options),
}
