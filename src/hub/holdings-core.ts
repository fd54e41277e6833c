import { captureAnswers } from '../features/capture/hub/answers.ts'
import { liveAnswers } from '../features/live/hub/answers.ts'
import type { PassphraseDesk } from '../features/people/hub/passphrase-desk.ts'
import type { HoldingsDeps } from '../features/privacy/hub/holdings/deps.ts'
import type { HubClock } from '../platform/clock.ts'
import type { Journal } from '../platform/journal/journal.ts'
import type { CaptureCore } from './capture-core.ts'

type HoldingsBase = {
  readonly clock: HubClock
  readonly journal: Journal
  readonly passphrase: Pick<PassphraseDesk, 'wraps'>
  readonly capture: Pick<CaptureCore, 'destroy'>
}

/** What the other features hold, for the page that shows it and the one tap that ends it. */
export function heldElsewhere({ clock, journal, passphrase, capture }: HoldingsBase): HoldingsDeps['held'] {
  const { query } = journal
  const live = liveAnswers(query)
  return {
    classes: live.classes, seats: live.seatsOf,
    recording: captureAnswers(query, clock).held,
    destroyRecording: capture.destroy,
    bytes: () => ({ record: journal.bytes(), files: live.fileBytes() }),
    keys: passphrase.wraps,
  }
}
