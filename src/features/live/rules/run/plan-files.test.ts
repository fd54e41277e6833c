import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import faults from '../../../../../fixtures/run-of-show/invalid/faults.json' with { type: 'json' }
import type { ItemId, PictureId } from '../../../../kernel/ids.ts'
import { ItemKind, MOST_ITEMS, Overrun, Plan } from '../../wire/run.ts'
import type { PlanItem } from '../../wire/run.ts'
import { readPlanCsv, writePlanCsv } from './plan-csv.ts'
import { readPlanJson, writePlanJson } from './plan-json.ts'
import { checkPlan, MOST_PLAN_CUES, planSeconds, planStarts, renewed } from './plan.ts'
import type { PlanReading } from './plan.ts'
import { planOf, TEMPLATE_TEXTS, TEMPLATES } from './templates.ts'
import type { Template } from './templates.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
const ids = (): (() => ItemId) => {
  let made = 0
  return () => `item_${'a'.repeat(13)}${[made >> 10, made >> 5, made++].map((n) => LETTERS[n % 32]).join('')}` as ItemId
}
const fixture = (name: string): string => readFileSync(new URL(`../../../../../fixtures/run-of-show/valid/${name}`, import.meta.url), 'utf8')
const readers = { json: readPlanJson, csv: readPlanCsv }

const plain = fc.string({ unit: 'grapheme', maxLength: 20 })
const spiky = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '|', '\\', '\n', '\r', '\t', ' ', 'a', '0:30'), maxLength: 12 })
const text = (most: number): fc.Arbitrary<string> => fc.oneof(plain, spiky).map((one) => one.trim().slice(0, most).trim())
const said = (most: number): fc.Arbitrary<string> => text(most).map((one) => (one === '' ? 'x' : one))
const item: fc.Arbitrary<Omit<PlanItem, 'id'>> = fc.integer({ min: 5, max: 7200 }).chain((seconds) => fc.record({
  title: said(80), kind: fc.constantFrom(...ItemKind.options.filter((kind) => kind !== 'poll')), overrun: fc.constantFrom(...Overrun.options), seconds: fc.constant(seconds),
  cues: fc.array(fc.record({ at: fc.integer({ min: 0, max: seconds - 1 }), word: text(24) }), { maxLength: 5 }),
  poll: fc.option(fc.record({ question: said(60), options: fc.array(said(30), { minLength: 2, maxLength: 6 }) })),
  music: fc.constantFrom(null, 'beat-100', 'trk_aaaaaaaaaaaaaaaa'),
  picture: fc.option(fc.record({ picture: fc.constant('pic_aaaaaaaaaaaaaaaa' as PictureId), as: fc.constantFrom('slide' as const, 'overlay' as const) }), { nil: undefined }),
  privacy: fc.boolean(),
})).map(({ picture, privacy, ...rest }) => ({ ...rest, ...(picture === undefined ? {} : { picture }), ...(privacy ? { privacy: true as const } : {}) }))
const plans: fc.Arbitrary<Plan> = fc.record({ objective: text(200), items: fc.array(item, { minLength: 1, maxLength: 12 }) }).map(({ objective, items }) => {
  const newId = ids()
  return { objective, items: items.map((one) => ({ id: newId(), ...one })) }
})

describe('a run of show in a file', () => {
  it('is the same as JSON and as a table, quotes, line breaks, formulas and signs of parting included', () => {
    const json = readPlanJson(fixture('knees.json'), ids())
    const csv = readPlanCsv(fixture('knees.csv'), ids())
    if (!json.ok || !csv.ok) throw new Error(JSON.stringify([json, csv]))
    expect(csv.plan.items).toEqual(json.plan.items)
    expect(json.plan.items[1]).toMatchObject({ title: 'Lunges; slow, "left" first\nthen right', cues: [{ at: 10, word: 'Lift' }, { at: 3599, word: 'a;b \\ c' }] })
    expect(json).toMatchObject({ title: 'Knees without pain', plan: { objective: 'Stand up from a chair without using the hands' } })
  })

  it('is written as the vectors have it, to the letter', () => {
    const reading = readPlanJson(fixture('knees.json'), ids())
    if (!reading.ok) throw new Error(reading.fault.fault)
    expect(writePlanCsv(reading.plan)).toBe(fixture('knees.csv'))
    expect(JSON.parse(writePlanJson(reading.title, reading.plan))).toEqual(JSON.parse(fixture('knees.json')))
  })

  it('about privacy is the same as JSON and as a table, with a column that other tables do not have', () => {
    const json = readPlanJson(fixture('orientation.json'), ids())
    if (!json.ok) throw new Error(json.fault.fault)
    expect(json.plan.items.map(({ privacy }) => privacy)).toEqual([undefined, true])
    expect(writePlanCsv(json.plan)).toBe(fixture('orientation.csv'))
    expect(readPlanCsv(fixture('orientation.csv'), ids())).toEqual({ ...json, title: '', plan: { ...json.plan, objective: '' } })
  })

  it('is read as a spreadsheet of a country with decimal commas saves it', () => {
    const [csv, json] = [readPlanCsv(fixture('spreadsheet.csv'), ids()), readPlanJson(fixture('spreadsheet.json'), ids())]
    expect(csv).toEqual(json)
    expect(csv.ok).toBe(true)
  })

  it('comes back as it was, whatever it holds', () => {
    fc.assert(fc.property(plans, said(120), (plan, title) => {
      expect(Plan.parse(plan)).toEqual(plan)
      expect(readPlanJson(writePlanJson(title, plan), ids())).toEqual({ ok: true, title, plan })
      expect(readPlanCsv(writePlanCsv(plan), ids())).toEqual({ ok: true, title: '', plan: { ...plan, objective: '' } })
    }), { numRuns: 300 })
  })

  it('has no cell that a spreadsheet would run', () => {
    fc.assert(fc.property(plans, (plan) => {
      const cells = [...writePlanCsv(plan).slice(1).matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r\n)/g)].map(([, cell = '']) => cell.replace(/^"/, ''))
      expect(cells).toHaveLength((plan.items.some(({ privacy }) => privacy) ? 10 : 9) * (plan.items.length + 1))
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
    }))
  })
})

describe('a file that is wrong', () => {
  it.each(faults)('as $format, $why, is refused with its place', ({ format, text: given, fault }) => {
    expect(readers[format as 'json' | 'csv'](given, ids())).toEqual({ ok: false, fault })
  })

  it('with too many items, or too many cues in all, is refused', () => {
    const many = (count: number, cues: number): Plan => ({
      objective: '', items: Array.from({ length: count }, (_, n) => ({
        id: `item_${'a'.repeat(15)}${LETTERS[n % 32]}` as ItemId, title: 'x', kind: 'talk', seconds: 200, overrun: 'push', poll: null, music: null,
        cues: Array.from({ length: cues }, (__, at) => ({ at, word: '' })),
      })),
    })
    for (const read of [(plan: Plan) => readPlanJson(writePlanJson('x', plan), ids()), (plan: Plan) => readPlanCsv(writePlanCsv(plan), ids())]) {
      expect(read(many(61, 0))).toEqual({ ok: false, fault: { fault: 'items-too-many', most: MOST_ITEMS } })
      expect(read(many(6, 101))).toEqual({ ok: false, fault: { fault: 'cues-too-many', most: MOST_PLAN_CUES } })
    }
  })

  it('of five megabytes is refused before it is read', () => {
    const large = 'x'.repeat(5_000_000)
    for (const read of Object.values(readers)) expect(read(large, ids())).toEqual({ ok: false, fault: { fault: 'too-large' } })
  })

  it('nested without end is no plan, and no end of the page', () => {
    expect(readPlanJson('['.repeat(400_000), ids())).toEqual({ ok: false, fault: { fault: 'not-json' } })
    expect(readPlanJson(`${'['.repeat(400_000)}${']'.repeat(400_000)}`, ids()).ok).toBe(false)
  })

  it('of any letters is a plan or has a fault, and never throws', () => {
    const given = fc.oneof(fc.string(), spiky, fc.json(), spiky.map((rest) => `length,title,cues,poll\n${rest}`), plans.map(writePlanCsv).chain((whole) => fc.nat({ max: whole.length }).map((end) => whole.slice(0, end))))
    fc.assert(fc.property(given, (one) => {
      for (const read of Object.values(readers)) {
        const reading: PlanReading = read(one, ids())
        if (reading.ok) expect(checkPlan(Plan.parse(reading.plan))).toBeNull()
      }
    }), { numRuns: 500 })
  })
})

describe('a plan', () => {
  it('holds each item once and no cue outside its item', () => {
    const plan = planOf('workout', () => 'x', ids())
    const [first] = plan.items
    if (!first) throw new Error('no item')
    expect(checkPlan({ ...plan, items: [...plan.items, first] })).toMatchObject({ fault: 'item-twice', place: { item: 14, line: null } })
  })

  it('of sixty polls in letters of three bytes is more than a page is sent', () => {
    const newId = ids()
    const poll = { question: '問'.repeat(200), options: Array.from({ length: 6 }, () => '答'.repeat(80)) }
    const items = Array.from({ length: 60 }, (): PlanItem => ({ id: newId(), title: 'x', kind: 'poll', seconds: 60, overrun: 'push', cues: [], poll, music: null }))
    expect(Plan.safeParse({ objective: '', items }).success).toBe(true)
    expect(checkPlan({ objective: '', items })).toEqual({ fault: 'too-large' })
  })

  it('of the orientation shows learners what may be kept of them while that is talked about, and no other template does', () => {
    const about = (template: Template): string[] => planOf(template, (word) => word, ids()).items.filter(({ privacy }) => privacy).map(({ title }) => title)
    expect(about('orientation')).toEqual(['what-stays-here', 'your-choices'])
    expect(TEMPLATES.filter((template) => template !== 'orientation').flatMap(about)).toEqual([])
  })

  it('that is run again has the same items under other ids', () => {
    const plan = planOf('micro-lecture', (word) => word, ids())
    let made = 0
    const again = renewed(plan, () => `item_${'b'.repeat(15)}${LETTERS[made++]}` as ItemId)
    const bare = ({ items }: Plan): unknown => items.map(({ id: _, ...rest }) => rest)
    expect(bare(again)).toEqual(bare(plan))
    expect(again.items.filter(({ id }) => plan.items.some((other) => other.id === id))).toEqual([])
  })
})

describe('a template', () => {
  const minutes = { 'micro-lecture': 20, 'practice-workshop': 45, workout: 25, 'question-round': 20, 'course-drop': 30, orientation: 10 }

  it.each(TEMPLATES)('%s is a plan of the length it promises, and opens with the live check', (template) => {
    const plan = planOf(template, (word) => word, ids())
    expect(Plan.parse(plan)).toEqual(plan)
    expect(checkPlan(plan)).toBeNull()
    expect(planSeconds(plan)).toBe(minutes[template] * 60)
    expect(plan.items[0]).toMatchObject({ kind: 'check', seconds: 45, cues: [{ at: 5 }, { at: 20 }, { at: 35 }] })
  })

  it.each(['micro-lecture', 'practice-workshop', 'workout', 'course-drop'] as const)('%s has practice inside the first twenty minutes', (template) => {
    expect(startOf(template, 'practice')).toBeLessThan(20 * 60)
  })

  it('has the offer in the last third of the drop', () => {
    expect(startOf('course-drop', 'drop')).toBeGreaterThanOrEqual(20 * 60)
  })

  it('cues every half minute of the work in a workout, to music', () => {
    for (const { kind, cues, music, seconds } of planOf('workout', (word) => word, ids()).items) {
      if (kind !== 'practice') continue
      expect(music).not.toBeNull()
      expect(cues.filter(({ at }) => at > 0).map(({ at }) => at)).toEqual(Array.from({ length: seconds / 30 - 1 }, (_, n) => 30 * (n + 1)))
    }
  })

  it('uses every text it asks to be worded', () => {
    const used = new Set<string>()
    for (const template of TEMPLATES) planOf(template, (word) => { used.add(word); return word }, ids())
    expect([...used].toSorted()).toEqual([...TEMPLATE_TEXTS].toSorted())
  })
})

/** Seconds from the beginning to the first item of a kind. */
function startOf(template: Template, kind: string): number {
  const plan = planOf(template, (word) => word, ids())
  return planStarts(plan)[plan.items.findIndex((one) => one.kind === kind)] ?? Infinity
}
