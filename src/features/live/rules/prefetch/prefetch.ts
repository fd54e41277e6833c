import type { Rung, RungCause } from '../../../../kernel/ladder.ts'
import { RUNGS } from '../../../../kernel/ladder.ts'
import { type HubTime, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { isWeak, type LinkHistory } from './link-history.ts'
import type { FileNeed, FileRef } from './needs.ts'

/** How far a file has come. `bytes`: of all of it; `have`: from its beginning, in order. */
export type HeldFile = {
  readonly bytes: number
  readonly have: number
  readonly underWay: boolean
  /** After a failure it is left alone until then. */
  readonly notBefore: HubTime | null
}

/** What the page knows of its link now. */
export type LinkSight = {
  readonly rung: Rung
  readonly cause: RungCause
  /** Sound is being filled in, or late. */
  readonly soundSuffers: boolean
  readonly asleep: boolean
  readonly history: LinkHistory
  /** Since when this page could have fetched. */
  readonly since: HubTime
  /** Until then nothing that can wait is asked for, so that the link is not full without a pause. */
  readonly restUntil: HubTime | null
}

/** The stretch of a file to ask for next, half open. */
export type Piece = { readonly ref: FileRef; readonly from: number; readonly to: number }

/** Held by one page at most; what is due later waits until what is over has been let go. */
export const HELD_MOST_BYTES = 96_000_000
/** Bytes of one piece: about as much as comes in half a second (a second on a good link). */
const PIECE = { least: 16_384, unknown: 65_536, most: 524_288 } as const
/** A device without trouble lets those go first who need longer. */
const LETS_GO_FIRST: Micros = 3 * MICROS_PER_SECOND
/** What is due within this is due soon, however fast the link is. */
const SOON: Micros = 15 * MICROS_PER_SECOND
/** How much longer than the link's rate says it may take. */
const SLACK = 3

/**
 * What to ask the box for now. Callers ask again whenever a piece has come or failed, news came, or a
 * moment has passed.
 *
 * 1. No byte is asked for twice: a piece begins where the file's bytes end, and a file has one piece under way at most.
 * 2. In order of need: nothing is asked for while something that is needed before it could be.
 * 3. Nothing while asleep.
 * 4. While sound suffers, or the link carries sound or less, only what is due soon, in one small piece at a time.
 * 5. One piece at a time on a weak device, two on others, which let the weak begin first.
 * 6. Never nothing for good: what is needed, known, not at rest after a failure and not held back by 3 to 5 gets a piece.
 */
export function nextPieces(needs: readonly FileNeed[], held: ReadonlyMap<FileRef, HeldFile>, sight: LinkSight, now: HubTime): Piece[] {
  if (sight.asleep) return [] // 3
  const weak = isWeak(sight.history)
  const strained = isStrained(sight)
  const most = weak || strained ? 1 : 2 // 4, 5
  let free = most - [...held.values()].filter(({ underWay }) => underWay).length
  const pieces: Piece[] = []
  for (const { ref, due, file } of inReach(needs, held)) {
    if (free <= 0) break
    if (file.underWay || (file.notBefore !== null && file.notBefore > now)) continue
    const soon = isDueSoon(due, file, sight, now)
    if (!soon && (strained || isPausing(sight, weak, now))) continue // 4, 5
    pieces.push({ ref, from: file.have, to: Math.min(file.bytes, file.have + pieceBytes(sight, weak || strained)) }) // 1
    free -= 1
  }
  return pieces
}

/** How long to leave the link alone after a piece that took so long: as long again where there is strain or little room, and where time allows. */
export function restAfter(took: Micros, { history, cause }: Pick<LinkSight, 'cause' | 'history'>): Micros {
  return isWeak(history) || isOfTheLink(cause) ? took : 0
}

/** Those that still miss bytes, the most urgent first, as far as they fit in beside what is needed before them. */
function inReach(needs: readonly FileNeed[], held: ReadonlyMap<FileRef, HeldFile>): (FileNeed & { readonly file: HeldFile })[] {
  let room = HELD_MOST_BYTES
  return needs.flatMap((need) => {
    const file = held.get(need.ref)
    if (!file) return []
    room -= file.bytes
    return room < 0 || file.have >= file.bytes ? [] : [{ ...need, file }]
  })
}

function isStrained({ rung, cause, soundSuffers }: LinkSight): boolean {
  return soundSuffers || (RUNGS.indexOf(rung) >= RUNGS.indexOf('audio') && isOfTheLink(cause))
}

/** The link bears no more. A seat or a class may have no more for other reasons, and what keeps WebRTC out lets files through. */
function isOfTheLink(cause: RungCause): boolean {
  return cause === 'link' || cause === 'loss' || cause === 'silent'
}

function isDueSoon(due: HubTime | null, { bytes, have }: HeldFile, { history: { rate } }: LinkSight, now: HubTime): boolean {
  if (due === null) return false
  const needs = rate === null ? 0 : ((bytes - have) / rate) * MICROS_PER_SECOND * SLACK
  return due - now <= Math.max(SOON, needs)
}

function isPausing({ restUntil, since }: LinkSight, weak: boolean, now: HubTime): boolean {
  return (restUntil !== null && now < restUntil) || (!weak && now - since < LETS_GO_FIRST)
}

function pieceBytes({ history: { rate } }: LinkSight, gentle: boolean): number {
  const wished = rate === null ? PIECE.unknown : gentle ? rate / 2 : rate
  return Math.round(Math.min(gentle ? PIECE.unknown : PIECE.most, Math.max(PIECE.least, wished)))
}
