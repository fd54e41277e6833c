import type { DeviceId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { reviews } from '../crew.ts'
import type { PrivacyDeps } from '../deps.ts'
import { findClaim } from './claim-views.ts'

/** Enough before and after to hear what it is about. */
const MARGIN_MS = 2000

/** Opens what a claim is about, to be looked at by whoever decides; it ends when they review no more. */
export function openClaim({ journal, live, capture, rolesOf }: Pick<PrivacyDeps, 'journal' | 'live' | 'capture' | 'rolesOf'>, code: string, claimId: string, device: DeviceId): { path: string; wallAtZero: WallTime } {
  const { id } = live.findClass(code)
  const { span } = findClaim(journal.query, id, claimId)
  const around = { from: span.from - MARGIN_MS as WallTime, to: span.to + MARGIN_MS as WallTime }
  return capture.openSpan({ classId: id, viewer: device, span: around, right: () => reviews(rolesOf(device)) })
}
