import type { ReadonlySignal } from '@preact/signals'
import type { RecordingParts } from '../../features/capture/screens/recording/parts.tsx'
import type { StudioParts } from '../../features/live/screens/studio/parts.ts'
import type { PrivacyParts } from '../../features/privacy/screens/settings/parts.tsx'

/** What two other features draw in the studio's places. Who looks after links alone is told of neither recordings nor requests. */
export function studioParts(recording: RecordingParts, privacy: PrivacyParts, about: { readonly code: ReadonlySignal<string | undefined>; readonly runsTheRoom: boolean }): StudioParts {
  return {
    ...recording,
    lamp: () => <>{recording.lamp()}{about.runsTheRoom && about.code.value !== undefined ? privacy.lamp(about.code.value) : null}</>,
    draft: (code) => privacy.draft(code),
    after: (code) => <>{recording.after(code)}{privacy.after(code)}</>,
  }
}
