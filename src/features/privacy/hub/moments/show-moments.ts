import type { z } from 'zod/mini'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { contains } from '../../rules/moments.ts'
import type { showMoments as route } from '../../wire/routes.ts'
import type { Moment } from '../../wire/words.ts'
import { claimsOfPerson } from '../claims/claim-store.ts'
import { asClaim } from '../claims/claim-views.ts'
import { classStanding } from '../class-window.ts'
import type { PrivacyDeps } from '../deps.ts'
import { personOfDevice } from '../device-store.ts'
import { ownMoments } from './own-moments.ts'

/** Where somebody appears, what they asked to have removed, and until when they may ask. */
export function showMoments(deps: Pick<PrivacyDeps, 'journal' | 'time' | 'live' | 'capture'>, typed: string, device: DeviceId): z.output<typeof route.output> {
  const { live, capture, journal } = deps
  const { id, code, title } = live.findClass(typed)
  const person = personOfDevice(journal.query, id, device)
  const claims = person ? claimsOfPerson(journal.query, id, person) : []
  const mayWatchAll = capture.mayWatchAll(code, device)
  const own = ownMoments(deps, id, device)
  const marked = claims
    .filter(({ span, by, state }) => by === 'self' && state !== 'taken-back' && !own.some((moment) => contains(moment.span, span)))
    .map(({ span }): Moment => ({ span, why: 'marked', playable: mayWatchAll && capture.hasRecordedSpan(id, span) }))
  return {
    title, classSpan: capture.classSpan(id),
    moments: [...own.map((moment) => ({ ...moment, playable: capture.hasRecordedSpan(id, moment.span) })), ...marked].toSorted((a, b) => a.span.from - b.span.from),
    claims: claims.map((claim) => asClaim(deps, claim)),
    window: classStanding(journal.query, id, deps).window,
    mayWatchAll, recorded: capture.isRecorded(id),
  }
}
