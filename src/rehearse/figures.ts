/**
 * What a rehearsal measures, one number each; null where it could not be. `worse` says which way is worse.
 * Shares lie between 0 and 1, times are milliseconds, and of a distribution it is the 95th percentile.
 */
export const FIGURES = {
  /** Of the learners who tried, those who came in. */
  joined: { unit: 'share', worse: 'less' },
  /** First request to ready: clock good for cues and, where the class is on, first sound or picture. */
  join: { unit: 'ms', worse: 'more' },
  /** Of all cues and all learners who were there: those that were played. */
  'cues-played': { unit: 'share', worse: 'less' },
  /** The host's press to the learner's playing. */
  cue: { unit: 'ms', worse: 'more' },
  /** First to last learner of one cue. */
  apart: { unit: 'ms', worse: 'more' },
  /** Of hands, repeats and answers: those that the studio was told of. */
  'back-heard': { unit: 'share', worse: 'less' },
  /** The learner's press until the studio is told of it. */
  back: { unit: 'ms', worse: 'more' },
  /** The making of a packet until the learner has it, sent again or not. */
  sound: { unit: 'ms', worse: 'more' },
  picture: { unit: 'ms', worse: 'more' },
  /** Of all packets of sound and picture: those that never came. */
  lost: { unit: 'share', worse: 'more' },
  /** Pictures that stood for more than half a second, per learner and minute. */
  freezes: { unit: 'count', worse: 'more' },
  /** Of the time of all learners who see the picture: that on the rung `full`. */
  full: { unit: 'share', worse: 'less' },
  /** A link that suddenly carries less: until a learner has stepped down. */
  down: { unit: 'ms', worse: 'more' },
  /** Sound meanwhile, from six seconds after. */
  'sound-narrow': { unit: 'ms', worse: 'more' },
  /** The link as good as before: until a learner has the full picture again. */
  up: { unit: 'ms', worse: 'more' },
  /** Seconds on the record that are missing, but for the segment that is open. */
  unrecorded: { unit: 's', worse: 'more' },
  /** Of the recording's segments: those that open and are what was sealed. */
  replayed: { unit: 'share', worse: 'less' },
  /** Of what the box had called kept: what its record does not show. */
  'kept-lost': { unit: 'count', worse: 'more' },
  /** Figures of the box's own report that are not what the learners saw. */
  disagrees: { unit: 'count', worse: 'more' },
  /** Faults that the box itself wrote down. */
  faults: { unit: 'count', worse: 'more' },
  /** Memory of the box's process, 10^6 bytes. */
  memory: { unit: 'MB', worse: 'more' },
  /** Processor time of the box's process, in cores. */
  processor: { unit: 'cores', worse: 'more' },
  /** From the break until the box answers again. */
  'box-back': { unit: 'ms', worse: 'more' },
  /** From the break, or its end, until the last learner has the link again. */
  'links-back': { unit: 'ms', worse: 'more' },
  /** The same until sound or picture moves again for the last learner. */
  'media-back': { unit: 'ms', worse: 'more' },
  /** From the break until the recording's lamp says so. */
  'lamp-off': { unit: 'ms', worse: 'more' },
  /** From its end until the lamp is on again. */
  'lamp-on': { unit: 'ms', worse: 'more' },
  /** Of the learners: those who went on by the plan while nothing came. */
  'by-plan': { unit: 'share', worse: 'less' },
  /** As a browser shows them: drawn to presented, made to the sound card's own clock. */
  'glass-picture': { unit: 'ms', worse: 'more' },
  'glass-sound': { unit: 'ms', worse: 'more' },
  /** The press until the learner's page in a browser shows the cue. */
  'glass-cue': { unit: 'ms', worse: 'more' },
  /** A click on the learner's page until the studio is told. */
  'glass-hand': { unit: 'ms', worse: 'more' },
} as const satisfies Record<string, { readonly unit: 'share' | 'ms' | 's' | 'count' | 'MB' | 'cores'; readonly worse: 'more' | 'less' }>

export type FigureName = keyof typeof FIGURES
export type Unit = (typeof FIGURES)[FigureName]['unit']
export const FIGURE_NAMES = Object.keys(FIGURES) as FigureName[] // What its keys are, which the type of keys does not say.

/** What was measured; what was not is null or left out. */
export type Figures = Partial<Record<FigureName, number | null>>
