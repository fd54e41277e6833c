import { FIGURE_NAMES, FIGURES, type FigureName, type Figures } from './figures.ts'
import type { NetworkName } from './networks.ts'

/** What may be broken in the middle of a rehearsal. */
export const BREAKS = ['kill', 'disk', 'publisher', 'uplink'] as const
export type BreakName = (typeof BREAKS)[number]

/** The worst that still passes. */
type Limits = Partial<Record<FigureName, number>>

/** Of every rehearsal. */
const ALWAYS: Limits = { joined: 1, 'cues-played': 1, 'back-heard': 1, unrecorded: 3, replayed: 1, 'kept-lost': 0, disagrees: 0, faults: 0, memory: 350 }

/** By what lies between the box and each learner. Cues: the figures promised (80 ms in a room, 150 ms far away; 20 ms apart). */
const BY_NETWORK: Readonly<Record<NetworkName, Limits>> = {
  lan: { join: 1_000, cue: 80, apart: 20, back: 150, sound: 40, picture: 60, lost: 0.001, freezes: 0.1, full: 0.97 },
  wan: { join: 2_500, cue: 150, apart: 20, back: 500, sound: 100, picture: 120, lost: 0.002, freezes: 0.5, full: 0.9 },
  bad: { join: 4_000, cue: 150, apart: 20, back: 1_000, sound: 130, picture: 150, lost: 0.02, freezes: 3 },
  cap300: { join: 1_500, cue: 150, apart: 20, back: 300, down: 1_000, 'sound-narrow': 200, up: 6_000 },
}

/** By what is broken. Null lifts a limit: what is taken away cannot be asked for. */
const BY_BREAK: Readonly<Record<BreakName, { readonly [K in FigureName]?: number | null }>> = {
  kill: { 'box-back': 5_000, 'links-back': 8_000, 'media-back': 10_000, unrecorded: 10, disagrees: null, freezes: null, full: null, lost: null, sound: null, picture: null },
  disk: { 'lamp-off': 10_000, 'lamp-on': 15_000, unrecorded: null, replayed: 1, faults: null },
  publisher: { 'media-back': 4_000, unrecorded: null, freezes: null, full: null, lost: null },
  uplink: { 'by-plan': 1, 'links-back': 8_000, 'media-back': 10_000, freezes: null, full: null, lost: null, sound: null, picture: null },
}

/**
 * A page in a real browser. Picture: the figures promised. A cue: one frame of the browser more. Sound: beyond what is promised (90, 150
 * and 170 ms), for the audio output of a browser that shares this machine lies some 40 ms behind its audio graph, with and without the box.
 */
const IN_BROWSER: Readonly<Record<NetworkName, Limits>> = {
  lan: { 'glass-picture': 100, 'glass-sound': 150, 'glass-cue': 100, 'glass-hand': 300 },
  wan: { 'glass-picture': 180, 'glass-sound': 190, 'glass-cue': 170, 'glass-hand': 700 },
  bad: { 'glass-picture': 180, 'glass-sound': 210, 'glass-cue': 170, 'glass-hand': 1_200 },
  cap300: { 'glass-cue': 170, 'glass-hand': 500 },
}

export type Judged = {
  readonly network: NetworkName
  readonly break: BreakName | null
  readonly browser: boolean
}

/** The one table: what each figure may be at worst. Figures that are not in it are told and not judged. */
export function limitsOf({ network, break: broken, browser }: Judged): Limits {
  const limits: Limits = { ...ALWAYS, ...BY_NETWORK[network], ...(browser ? IN_BROWSER[network] : {}) }
  for (const [name, limit] of Object.entries(broken === null ? {} : BY_BREAK[broken])) {
    const figure = name as FigureName // The table's own keys.
    if (limit === null) delete limits[figure]
    else limits[figure] = limit
  }
  return limits
}

export type Verdict = {
  readonly figure: FigureName
  /** Null: not measured. */
  readonly value: number | null
  /** Null: told, not judged. */
  readonly limit: number | null
  /** Null: not judged. */
  readonly met: boolean | null
}

/**
 * 1. A figure that has a limit and was not measured is not met.
 * 2. A worse value is never met where a better one was not.
 * 3. What has no limit changes nothing.
 */
export function judge(figures: Figures, asked: Judged): Verdict[] {
  const limits = limitsOf(asked)
  return FIGURE_NAMES.flatMap((figure): Verdict[] => {
    const value = numberOf(figures[figure])
    const limit = limits[figure] ?? null
    if (value === null && limit === null) return []
    return [{ figure, value, limit, met: limit === null ? null : value !== null && isWithin(figure, value, limit) }]
  })
}

/** Passed: nothing that is judged was missed. */
export function passes(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ met }) => met !== false)
}

function isWithin(figure: FigureName, value: number, limit: number): boolean {
  return FIGURES[figure].worse === 'more' ? value <= limit : value >= limit
}

function numberOf(value: number | null | undefined): number | null {
  return value === undefined || value === null || Number.isNaN(value) ? null : value
}
