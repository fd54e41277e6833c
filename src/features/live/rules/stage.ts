import type { PublisherId } from '../../../kernel/ids.ts'
import type { Publisher } from '../wire/words.ts'

/** Somebody who sends picture or sound. `owner` stays the same when they come back: a device or a stream key. */
export type StagePublisher = Omit<Publisher, 'isProgramme'> & { readonly owner: string }

export type Stage = {
  readonly publishers: readonly StagePublisher[]
  readonly programme: PublisherId | null
  /** Whose publisher the class is to see: chosen by the host, or the first that came. Null: nobody's. */
  readonly wanted: string | null
  /** The host chose to show nobody. */
  readonly dark: boolean
}

export const EMPTY_STAGE: Stage = { publishers: [], programme: null, wanted: null, dark: false }

export type StageEvent =
  | { readonly type: 'came'; readonly publisher: Omit<StagePublisher, 'video' | 'audio'> }
  | { readonly type: 'media'; readonly id: PublisherId; readonly kind: 'audio' | 'video'; readonly flowing: boolean }
  | { readonly type: 'gone'; readonly id: PublisherId }
  | { readonly type: 'chosen'; readonly id: PublisherId | null }

/**
 * Who is on the programme lines.
 *
 * 1. The programme is a publisher that is here, or nobody.
 * 2. The first whose media arrives becomes the programme, unless the host chose to show nobody.
 * 3. When the programme goes, its place is kept: the same owner's next publisher takes it as soon
 *    as its media arrives. Nobody else takes it but by the host's choice.
 * 4. While an owner's old publisher still stands, the new one takes over once its media arrives.
 */
export function applyStage(stage: Stage, event: StageEvent): Stage {
  switch (event.type) {
    case 'came':
      return { ...stage, publishers: [...stage.publishers, { ...event.publisher, video: false, audio: false }] }
    case 'media': {
      const publishers = stage.publishers.map((one) => (one.id === event.id ? { ...one, [event.kind]: event.flowing } : one))
      const here = publishers.find((one) => one.id === event.id)
      const next = { ...stage, publishers }
      return here && event.flowing && takesOver(next, here) ? { ...next, programme: here.id, wanted: here.owner } : next
    }
    case 'gone': {
      const publishers = stage.publishers.filter((one) => one.id !== event.id)
      return { ...stage, publishers, programme: stage.programme === event.id ? null : stage.programme }
    }
    case 'chosen': {
      if (event.id === null) return { ...stage, programme: null, wanted: null, dark: true }
      const chosen = stage.publishers.find((one) => one.id === event.id)
      return chosen ? { ...stage, programme: chosen.id, wanted: chosen.owner, dark: false } : stage
    }
  }
}

/** Of two publishers of one owner the later one is wanted. */
function takesOver(stage: Stage, one: StagePublisher): boolean {
  if (stage.wanted === null) return !stage.dark
  if (stage.wanted !== one.owner) return false
  const place = (id: PublisherId | null): number => stage.publishers.findIndex((other) => other.id === id)
  return place(one.id) > place(stage.programme)
}

export function publishersOf(stage: Stage): Publisher[] {
  return stage.publishers.map(({ owner: _, ...publisher }) => ({ ...publisher, isProgramme: publisher.id === stage.programme }))
}

/** What of the programme arrives now. */
export function programmeOf(stage: Stage): { video: boolean; audio: boolean } {
  const shown = stage.publishers.find((one) => one.id === stage.programme)
  return { video: shown?.video ?? false, audio: shown?.audio ?? false }
}
