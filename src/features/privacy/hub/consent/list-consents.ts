import type { z } from 'zod/mini'
import type { listConsents as route } from '../../wire/routes.ts'
import type { PrivacyDeps } from '../deps.ts'
import { lastStatements, statementsOf } from '../store.ts'
import { lastTextOf } from '../told-texts.ts'
import { asConsent } from './consent-of.ts'

/** Everybody who was asked, with the name they gave if it is kept. */
export function listConsents(deps: Pick<PrivacyDeps, 'journal' | 'live'>, code: string): z.output<typeof route.output> {
  const { id } = deps.live.findClass(code)
  const { query } = deps.journal
  return {
    consents: lastStatements(query, id).map((last) => {
      const said = statementsOf(query, id, last.person).map(({ sequence }) => sequence)
      return { ...asConsent(last), name: lastTextOf(deps, said, 'name'), guardian: last.by === 'guardian' ? lastTextOf(deps, said, 'guardian') : null }
    }),
  }
}
