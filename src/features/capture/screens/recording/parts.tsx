import type { ReadonlySignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { RecordingAfter } from './after-card.tsx'
import { RecordingAlarm, RecordingCard } from './recording-card.tsx'
import { RecordingDesk, type RecordingDeps } from './recording-desk.ts'
import { RecordingKey, RecordingLamp } from './recording-lamp.tsx'
import { ReplayDesk } from './replay-desk.ts'

type PartsDeps = RecordingDeps & { /** Scheme and host under which learners reach the box. */ readonly address: ReadonlySignal<string> }

/** What the studio shows of a recording, to be put in its places by the page's entry. */
export type RecordingParts = { readonly lamp: () => ComponentChildren; readonly key: () => ComponentChildren; readonly alarm: () => ComponentChildren; readonly card: () => ComponentChildren; readonly after: (code: string) => ComponentChildren }

export function recordingParts(deps: PartsDeps): RecordingParts {
  const desk = new RecordingDesk(deps)
  let replay: ReplayDesk | undefined
  /** One desk for a class, however often it is drawn. */
  const replayOf = (code: string): ReplayDesk => {
    if (replay?.deps.code !== code) replay = new ReplayDesk({ ...deps, code })
    return replay
  }
  return {
    lamp: () => <RecordingLamp desk={desk} />,
    key: () => <RecordingKey desk={desk} />,
    alarm: () => <RecordingAlarm desk={desk} />,
    card: () => <RecordingCard desk={desk} replayOf={replayOf} address={deps.address.value} />,
    after: (code) => <RecordingAfter key={code} desk={replayOf(code)} address={deps.address.value} />,
  }
}
