import type { ClassCode, ClassId, DeviceId } from '../../../../kernel/ids.ts'
import { contains, momentsOf } from '../../rules/moments.ts'
import type { ActMoment } from '../../rules/moments.ts'
import type { Span } from '../../wire/words.ts'
import type { PrivacyDeps } from '../deps.ts'

type Deps = Pick<PrivacyDeps, 'live' | 'capture'>

/** Where whoever sits on that device's seat appears; nowhere for a device without one. */
export function ownMoments({ live, capture }: Deps, classId: ClassId, device: DeviceId): ActMoment[] {
  const seat = live.seatOf(classId, device)
  return seat ? momentsOf(live.actsOf(classId, seat), capture.classSpan(classId)) : []
}

/** Whether that device may see a span: all of it is of its person, or the host lets it watch the whole. */
export function maySee(deps: Deps, { id, code }: { readonly id: ClassId; readonly code: ClassCode }, device: DeviceId, span: Span): boolean {
  return ownMoments(deps, id, device).some((moment) => contains(moment.span, span)) || deps.capture.mayWatchAll(code, device)
}
