import { localMicros, pageTimers, type Timers } from '../../../../ui/timers.ts'

/** What of the browser the link's parts are handed: a page's own; tests hand in theirs. */
export type PageDeps = { readonly timers: Timers; readonly now: () => number; readonly random: () => number }

export const pageDeps: PageDeps = { timers: pageTimers, now: localMicros, random: () => Math.random() }

export { openPageSocket as openLiveSocket } from './page-socket.ts'
