import type { z } from 'zod/mini'
import type { showHoldings as showHoldingsRoute } from '../../wire/routes.ts'
import { claimsOfClass } from '../claims/claim-store.ts'
import { classStanding } from '../class-window.ts'
import { lastStatements } from '../store.ts'
import type { HoldingsDeps } from './deps.ts'
import { everybody, isSomebody } from './somebody.ts'

/** What this box holds, under which keys, until when. */
export function showHoldings(deps: Pick<HoldingsDeps, 'journal' | 'held' | 'live' | 'time'>): z.infer<typeof showHoldingsRoute.output> {
  const { journal, held } = deps
  const { query } = journal
  const bytes = held.bytes()
  const classes = held.classes().map(({ id, code, title, endedAt }) => {
    const { window, afterlife } = classStanding(query, id, deps)
    return {
      code, title, endedAt, window, afterlife,
      people: everybody(deps, id).filter(isSomebody).length,
      consents: lastStatements(query, id).length,
      claimsWaiting: claimsOfClass(query, id).filter(({ state }) => state === 'waiting').length,
      recording: held.recording(id), privateFields: journal.countPrivate(id),
    }
  })
  return { record: { entries: journal.head().size, bytes: bytes.record }, files: { bytes: bytes.files }, keys: held.keys(), classes }
}
