import { captureAnswers } from '../features/capture/hub/answers.ts'
import { hasSegments } from '../features/capture/hub/store.ts'
import { liveAnswers } from '../features/live/hub/answers.ts'
import type { LiveDeps } from '../features/live/hub/deps.ts'
import { seatById } from '../features/live/hub/store.ts'
import { findClass } from '../features/live/hub/views.ts'
import { peopleAnswers } from '../features/people/hub/answers.ts'
import type { PassphraseDesk } from '../features/people/hub/passphrase-desk.ts'
import { privacyAnswers } from '../features/privacy/hub/answers.ts'
import { privacyDoors } from '../features/privacy/hub/routes.ts'
import type { Crypto } from '../kernel/crypto.ts'
import type { HubClock } from '../platform/clock.ts'
import type { Mounted } from '../platform/http/mounted.ts'
import type { Journal } from '../platform/journal/journal.ts'
import type { Log } from '../platform/log.ts'
import type { WallClock } from '../platform/wall-clock.ts'
import type { CaptureCore } from './capture-core.ts'
import { heldElsewhere } from './holdings-core.ts'

type PrivacyBase = {
  readonly clock: HubClock
  readonly wallClock: Pick<WallClock, 'quality'>
  readonly crypto: Crypto
  readonly journal: Journal
  readonly log: Log
  readonly passphrase: Pick<PassphraseDesk, 'wraps'>
  readonly capture: CaptureCore
}

/** The doors of privacy, with what the others answer it. */
export function openPrivacy({ clock, wallClock, crypto, journal, log, passphrase, capture }: PrivacyBase): Mounted[] {
  const { query } = journal
  const recorded = captureAnswers(query, clock)
  return privacyDoors({
    journal, crypto,
    held: heldElsewhere({ clock, journal, passphrase, capture }),
    time: () => ({ wall: clock.wall(), quality: wallClock.quality().quality }),
    live: { findClass: (code) => findClass(query, code), ...liveAnswers(query) },
    rolesOf: peopleAnswers(query).rolesOf,
    onFault: (error) => log.error('privacy.fault', {}, error),
    capture: {
      isRecorded: (classId) => recorded.isRecorded(classId) || hasSegments(query, classId),
      hasRecordedSpan: recorded.hasRecordedSpan,
      classSpan: recorded.classSpan,
      mayWatchAll: capture.mayReplay,
      openSpan: capture.openSpan,
      meansHere: capture.redactions.meansHere,
      prepareRedaction: capture.redactions.prepare,
    },
  })
}

/** What live asks before it keeps something that somebody said; by the record alone. */
export function keepingOf(journal: Pick<Journal, 'query'>): LiveDeps['privacy'] {
  const answers = privacyAnswers(journal.query)
  return {
    mayKeep: (classId, seat, purpose) => {
      const device = seatById(journal.query, classId, seat)?.device
      return device !== undefined && answers.choicesOf(classId, device)?.[purpose] === true
    },
  }
}
