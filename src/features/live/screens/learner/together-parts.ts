import { later } from '../../../../ui/components/later.tsx'
import { KeepPlace } from './keep/keep-part.ts'
import { StageRoom } from './stage/stage-part.tsx'

/** What most minutes of a class do not need. Loaded while in the lobby, so that nothing waits for it live. */
export const MiddlePart = later(() => import('./middle/middle-part.tsx').then((module) => module.MiddlePart))
export const PollSheet = later(() => import('./sheets/poll-sheet.tsx').then((module) => module.PollSheet))
export const AskSheet = later(() => import('./sheets/ask-sheet.tsx').then((module) => module.AskSheet))
export const SlideLayer = later(() => import('./slide-part.tsx').then((module) => module.SlidePart))
export const NowSheet = later(() => import('./sheets/now-sheet.tsx').then((module) => module.NowSheet))
export const SeatDialog = later(() => import('./sheets/seat-dialog.tsx').then((module) => module.SeatDialog))
export const OverPage = later(() => import('./ended/over-page.tsx').then((module) => module.OverPage))
export const RemovedPage = later(() => import('./ended/removed-page.tsx').then((module) => module.RemovedPage))

/** Of pages of their own: not worth loading ahead. Who comes by a link or a square code types nothing. */
export const CodePage = later(() => import('./start/code-page.tsx').then((module) => module.CodePage))
export const BringPage = later(() => import('./keep/bring-page.tsx').then((module) => module.BringPage))

export function preloadParts(): void {
  for (const part of [SlideLayer, NowSheet, PollSheet, AskSheet, KeepPlace, StageRoom]) part.preload()
}
