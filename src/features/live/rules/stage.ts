import type { PublisherId } from '../../../kernel/ids.ts'
import type { Publisher } from '../wire/words.ts'

/** Somebody who sends picture or sound. `owner` stays the same when they come back: a device or a stream key. */
export type StagePublisher = Omit<Publisher, 'isProgramme'> & { readonly owner: string }

/** A learner whose picture the class sees in place of the programme; `line` then carries the programme's sound. */
export type ShownGuest = Pick<StagePublisher, 'id' | 'video' | 'audio'> & { readonly line: 0 | 1 }

export type Stage = {
  readonly publishers: readonly StagePublisher[]
  /** Whom the class is to see, guests aside. */
  readonly programme: PublisherId | null
  /** Whose publisher the class is to see: chosen by the host, or the first that came. Null: nobody's. */
  readonly wanted: string | null
  /** The host chose to show nobody. */
  readonly dark: boolean
  readonly guest: ShownGuest | null
}

export const EMPTY_STAGE: Stage = { publishers: [], programme: null, wanted: null, dark: false, guest: null }

export type StageEvent =
  | { readonly type: 'came'; readonly publisher: Omit<StagePublisher, 'video' | 'audio'> }
  | { readonly type: 'media'; readonly id: PublisherId; readonly kind: 'audio' | 'video'; readonly flowing: boolean }
  | { readonly type: 'gone'; readonly id: PublisherId }
  | { readonly type: 'chosen'; readonly id: PublisherId | null }
  | { readonly type: 'guest-shown'; readonly guest: ShownGuest | null }

/** More sources than any class has, and a bound on what a stream key can make the box do. */
export const MOST_PUBLISHERS = 8

/**
 * Who is on the programme lines.
 *
 * 1. The programme is a publisher that is here, or nobody.
 * 2. The first whose media arrives becomes the programme, unless the host chose to show nobody.
 * 3. When the programme goes or sends nothing any more, its owner's newest publisher that sends takes
 *    its place: that is how a source comes back. Nobody else takes it but by the host's choice.
 * 4. A second source of the same owner changes nothing while the programme sends.
 * 5. A guest covers the programme and never becomes it: when the guest has gone, the class sees
 *    whoever is the programme by then.
 */
export function applyStage(stage: Stage, event: StageEvent): Stage {
  return filled(changed(stage, event))
}

function changed(stage: Stage, event: StageEvent): Stage {
  switch (event.type) {
    case 'came':
      return { ...stage, publishers: [...stage.publishers, { ...event.publisher, video: false, audio: false }] }
    case 'media':
      return { ...stage, publishers: stage.publishers.map((one) => (one.id === event.id ? { ...one, [event.kind]: event.flowing } : one)) }
    case 'gone':
      return {
        ...stage,
        publishers: stage.publishers.filter((one) => one.id !== event.id),
        programme: stage.programme === event.id ? null : stage.programme,
      }
    case 'chosen': {
      if (event.id === null) return { ...stage, programme: null, wanted: null, dark: true }
      const chosen = stage.publishers.find((one) => one.id === event.id)
      return chosen ? { ...stage, programme: chosen.id, wanted: chosen.owner, dark: false } : stage
    }
    case 'guest-shown':
      return { ...stage, guest: event.guest }
  }
}

/** Fills the programme's place when it is empty or silent and somebody may have it (2, 3, 4). */
function filled(stage: Stage): Stage {
  const programme = stage.publishers.find((one) => one.id === stage.programme)
  if (stage.dark || (programme && sends(programme))) return stage
  const next = stage.wanted === null
    ? stage.publishers.find(sends)
    : stage.publishers.findLast((one) => one.owner === stage.wanted && sends(one))
  return next ? { ...stage, programme: next.id, wanted: next.owner } : stage
}

function sends(publisher: StagePublisher): boolean {
  return publisher.video || publisher.audio
}

/** Whose picture and sound are on the programme lines. */
export function onAir({ guest, programme }: Stage): PublisherId | null {
  return guest?.id ?? programme
}

/** The extra line that carries the programme's sound while a guest covers it. */
export function coveredVoice({ guest, programme }: Stage): { readonly line: 0 | 1; readonly id: PublisherId } | null {
  return guest && programme !== null ? { line: guest.line, id: programme } : null
}

/** Everybody who could be shown, and whoever is. `guestLabel` names a guest. */
export function publishersOf(stage: Stage, guestLabel: string): Publisher[] {
  const shown = onAir(stage)
  const sources = stage.publishers.map(({ owner: _, ...publisher }) => ({ ...publisher, isProgramme: publisher.id === shown }))
  if (!stage.guest) return sources
  const { id, video, audio } = stage.guest
  return [...sources, { id, from: 'guest', label: guestLabel, video, audio, isProgramme: true }]
}

/** What of the programme arrives now. */
export function programmeOf(stage: Stage): { video: boolean; audio: boolean } {
  const shown = stage.guest ?? stage.publishers.find((one) => one.id === stage.programme)
  return { video: shown?.video ?? false, audio: shown?.audio ?? false }
}
