import { captureAnswers } from '../features/capture/hub/answers.ts'
import { storedSegments } from '../features/capture/hub/store.ts'
import { liveAnswers } from '../features/live/hub/answers.ts'
import type { LiveDeps } from '../features/live/hub/deps.ts'
import { seatById } from '../features/live/hub/store.ts'
import { findClass } from '../features/live/hub/views.ts'
import type { PassphraseDesk } from '../features/people/hub/passphrase-desk.ts'
import { privacyAnswers } from '../features/privacy/hub/answers.ts'
import { privacyDoors } from '../features/privacy/hub/routes.ts'
import { overlaps } from '../features/privacy/rules/moments.ts'
import type { Crypto } from '../kernel/crypto.ts'
import { MICROS_PER_MS } from '../kernel/time.ts'
import type { WallTime } from '../kernel/time.ts'
import type { HubClock } from '../platform/clock.ts'
import type { Mounted } from '../platform/http/mounted.ts'
import type { Journal } from '../platform/journal/journal.ts'
import type { WallClock } from '../platform/wall-clock.ts'
import type { CaptureCore } from './capture-core.ts'
import { heldElsewhere } from './holdings-core.ts'

type PrivacyBase = {
  readonly clock: HubClock
  readonly wallClock: Pick<WallClock, 'quality'>
  readonly crypto: Crypto
  readonly journal: Journal
  readonly passphrase: Pick<PassphraseDesk, 'wraps'>
  readonly capture: Pick<CaptureCore, 'destroy'>
}

/** The doors of privacy, with what live and capture answer it. */
export function openPrivacy({ clock, wallClock, crypto, journal, passphrase, capture }: PrivacyBase): Mounted[] {
  const { query } = journal
  return privacyDoors({
    journal, crypto,
    held: heldElsewhere({ clock, journal, passphrase, capture }),
    time: () => ({ wall: clock.wall(), quality: wallClock.quality().quality }),
    live: { findClass: (code) => findClass(query, code), ...liveAnswers(query) },
    capture: {
      isRecorded: captureAnswers(query, clock).isRecorded,
      hasRecordedSpan: (classId, span) => storedSegments(query, classId)
        .some(({ wall, from, to }) => overlaps({ from: wall, to: wall + Math.round((to - from) / MICROS_PER_MS) as WallTime }, span)),
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
