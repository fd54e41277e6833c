import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { isSpanOf } from '../../rules/claims.ts'
import type { Span } from '../../wire/words.ts'
import type { PrivacyDeps } from '../deps.ts'
import { maySee } from './own-moments.ts'

/** Opens a span of the recording to somebody who appears in it, or may watch the whole; it ends when they may no more. */
export function openMoment(deps: Pick<PrivacyDeps, 'live' | 'capture'>, code: string, span: Span, device: DeviceId): { path: string; wallAtZero: WallTime } {
  const { capture, live } = deps
  const found = live.findClass(code)
  const classSpan = capture.classSpan(found.id)
  if (!classSpan || !isSpanOf(span, classSpan)) throw new Refused('SPAN_WRONG')
  const right = (): boolean => maySee(deps, found, device, span)
  if (!right()) throw new Refused('SPAN_NOT_YOURS')
  return capture.openSpan({ classId: found.id, viewer: device, span, right })
}
