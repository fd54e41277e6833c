import { later } from '../../../../ui/components/later.tsx'
import { StageRoom } from './stage/stage-part.tsx'

/** What most minutes of a class do not need. Loaded while in the lobby, so that nothing waits for it live. */
export const PollSheet = later(() => import('./sheets/poll-sheet.tsx').then((module) => module.PollSheet))
export const AskSheet = later(() => import('./sheets/ask-sheet.tsx').then((module) => module.AskSheet))
export const KeepPlace = later(() => import('./keep/keep-place.tsx').then((module) => module.KeepPlace))
/** Of a page of its own: not worth loading ahead. */
export const BringPage = later(() => import('./keep/bring-page.tsx').then((module) => module.BringPage))

export function preloadParts(): void {
  for (const part of [PollSheet, AskSheet, KeepPlace, StageRoom]) part.preload()
}
