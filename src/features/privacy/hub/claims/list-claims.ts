import type { z } from 'zod/mini'
import type { listClaims as route } from '../../wire/routes.ts'
import { classStanding } from '../class-window.ts'
import type { PrivacyDeps } from '../deps.ts'
import { claimsOfClass } from './claim-store.ts'
import { asReviewed } from './claim-views.ts'

/** Everything that was asked for in a class, decided or not, in order. */
export function listClaims(deps: Pick<PrivacyDeps, 'journal' | 'time' | 'live' | 'capture'>, code: string): z.output<typeof route.output> {
  const { id, title } = deps.live.findClass(code)
  const { query } = deps.journal
  return {
    title, classSpan: deps.capture.classSpan(id), claims: claimsOfClass(query, id).map((claim) => asReviewed(deps, id, claim)),
    window: classStanding(query, id, deps).window, means: [...deps.capture.meansHere()],
  }
}
