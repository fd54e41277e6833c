import type { ItemId } from '../../../../kernel/ids.ts'
import type { ItemKind, Overrun, Plan, PlanCue, PlanItem, TrackRef } from '../../wire/run.ts'

/** Classes to begin with. Lengths and cues are here; what people read is worded by the screen that offers them. */
export const TEMPLATES = ['micro-lecture', 'practice-workshop', 'workout', 'question-round', 'course-drop', 'orientation'] as const
export type Template = (typeof TEMPLATES)[number]

/** Every text of a template: titles of items, words of cues, polls. A cue's word has 24 letters at most, an item's title 80. */
export const TEMPLATE_TEXTS = [
  'check', 'close', 'questions', 'break',
  'why', 'core-idea', 'example', 'try-once',
  'poll-clear', 'poll-clear-question', 'poll-clear-yes', 'poll-clear-partly', 'poll-clear-no',
  'goal', 'demonstration', 'practice-first', 'feedback', 'practice-second', 'practice-third',
  'moves', 'warm-up', 'work-first', 'work-second', 'work-third', 'work-fourth', 'rest', 'cool-down', 'cue-go', 'cue-switch', 'cue-rest',
  'how-this-works', 'questions-sent', 'questions-open', 'poll-topic', 'poll-topic-question', 'poll-topic-first', 'poll-topic-second', 'poll-topic-third',
  'lesson', 'practice-lesson', 'offer', 'questions-offer',
  'what-stays-here', 'what-the-phone-does', 'your-choices', 'try-hand', 'keep-your-place',
] as const
export type TemplateText = (typeof TEMPLATE_TEXTS)[number]
type Words = (text: TemplateText) => string

type Line = {
  readonly title: TemplateText
  readonly seconds: number
  readonly kind: ItemKind
  readonly overrun: Overrun
  readonly cues?: readonly { readonly at: number; readonly word?: TemplateText }[]
  readonly poll?: { readonly question: TemplateText; readonly options: readonly TemplateText[] }
  readonly music?: TrackRef
  /** Learners' pages show what may be kept of them meanwhile. */
  readonly privacy?: true
}

/** The first minute of every class: each phone answers a cue, three times, so that nobody is left out by one that was missed. */
const CHECK: Line = { title: 'check', seconds: 45, kind: 'check', overrun: 'absorb', cues: [{ at: 5 }, { at: 20 }, { at: 35 }] }
const CLOSE: Line = { title: 'close', seconds: 60, kind: 'close', overrun: 'push' }

const work = (title: TemplateText): Line => ({
  title, seconds: 180, kind: 'practice', overrun: 'cut', music: 'beat-120',
  cues: [{ at: 0, word: 'cue-go' }, ...[30, 60, 90, 120, 150].map((at) => ({ at, word: 'cue-switch' as const }))],
})
const REST: Line = { title: 'rest', seconds: 60, kind: 'break', overrun: 'cut', cues: [{ at: 0, word: 'cue-rest' }, { at: 30 }] }

const LINES: Readonly<Record<Template, readonly Line[]>> = {
  'micro-lecture': [
    CHECK,
    { title: 'why', seconds: 135, kind: 'talk', overrun: 'absorb' },
    { title: 'core-idea', seconds: 360, kind: 'talk', overrun: 'absorb' },
    { title: 'example', seconds: 240, kind: 'talk', overrun: 'absorb' },
    { title: 'try-once', seconds: 180, kind: 'practice', overrun: 'absorb' },
    {
      title: 'poll-clear', seconds: 60, kind: 'poll', overrun: 'absorb',
      poll: { question: 'poll-clear-question', options: ['poll-clear-yes', 'poll-clear-partly', 'poll-clear-no'] },
    },
    { title: 'questions', seconds: 120, kind: 'questions', overrun: 'push' },
    CLOSE,
  ],
  'practice-workshop': [
    CHECK,
    { title: 'goal', seconds: 315, kind: 'talk', overrun: 'absorb' },
    { title: 'demonstration', seconds: 300, kind: 'talk', overrun: 'absorb' },
    { title: 'practice-first', seconds: 480, kind: 'practice', overrun: 'absorb', cues: [{ at: 240, word: 'cue-switch' }] },
    { title: 'feedback', seconds: 240, kind: 'talk', overrun: 'absorb' },
    { title: 'practice-second', seconds: 600, kind: 'practice', overrun: 'absorb', cues: [{ at: 300, word: 'cue-switch' }] },
    { title: 'break', seconds: 120, kind: 'break', overrun: 'cut' },
    { title: 'practice-third', seconds: 360, kind: 'practice', overrun: 'absorb', cues: [{ at: 180, word: 'cue-switch' }] },
    { title: 'questions', seconds: 120, kind: 'questions', overrun: 'push' },
    { ...CLOSE, seconds: 120 },
  ],
  workout: [
    CHECK,
    { title: 'moves', seconds: 75, kind: 'talk', overrun: 'absorb' },
    { title: 'warm-up', seconds: 180, kind: 'practice', overrun: 'cut', music: 'beat-100', cues: [30, 60, 90, 120, 150].map((at) => ({ at, word: 'cue-switch' as const })) },
    ...(['work-first', 'work-second', 'work-third', 'work-fourth'] as const).flatMap((title) => [work(title), REST]),
    { title: 'cool-down', seconds: 180, kind: 'practice', overrun: 'cut', music: 'beat-60', cues: [30, 60, 90, 120, 150].map((at) => ({ at })) },
    CLOSE,
  ],
  'question-round': [
    CHECK,
    { title: 'how-this-works', seconds: 75, kind: 'talk', overrun: 'absorb' },
    { title: 'questions-sent', seconds: 300, kind: 'questions', overrun: 'absorb' },
    {
      title: 'poll-topic', seconds: 60, kind: 'poll', overrun: 'absorb',
      poll: { question: 'poll-topic-question', options: ['poll-topic-first', 'poll-topic-second', 'poll-topic-third'] },
    },
    { title: 'questions-open', seconds: 540, kind: 'questions', overrun: 'absorb' },
    { ...CLOSE, seconds: 180 },
  ],
  'course-drop': [
    CHECK,
    { title: 'why', seconds: 195, kind: 'talk', overrun: 'absorb' },
    { title: 'lesson', seconds: 480, kind: 'talk', overrun: 'absorb' },
    { title: 'practice-lesson', seconds: 300, kind: 'practice', overrun: 'absorb' },
    { title: 'questions', seconds: 240, kind: 'questions', overrun: 'absorb' },
    { title: 'offer', seconds: 300, kind: 'drop', overrun: 'push' },
    { title: 'questions-offer', seconds: 120, kind: 'questions', overrun: 'push' },
    { ...CLOSE, seconds: 120 },
  ],
  orientation: [
    CHECK,
    { title: 'what-stays-here', seconds: 120, kind: 'talk', overrun: 'absorb', privacy: true },
    { title: 'what-the-phone-does', seconds: 75, kind: 'talk', overrun: 'absorb' },
    { title: 'your-choices', seconds: 120, kind: 'talk', overrun: 'push', privacy: true },
    { title: 'try-hand', seconds: 120, kind: 'questions', overrun: 'absorb' },
    { title: 'keep-your-place', seconds: 60, kind: 'talk', overrun: 'absorb' },
    CLOSE,
  ],
}

/** The template as a plan in somebody's words. The objective is left to the host. */
export function planOf(template: Template, words: Words, newItemId: () => ItemId): Plan {
  return { objective: '', items: LINES[template].map((line) => itemOf(line, words, newItemId())) }
}

function itemOf({ title, seconds, kind, overrun, cues = [], poll, music, privacy }: Line, words: Words, id: ItemId): PlanItem {
  return {
    id, title: words(title), kind, seconds, overrun,
    cues: cues.map(({ at, word }): PlanCue => ({ at, word: word ? words(word) : '' })),
    poll: poll ? { question: words(poll.question), options: poll.options.map(words) } : null,
    music: music ?? null,
    ...(privacy === undefined ? {} : { privacy }),
  }
}
