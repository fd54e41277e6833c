import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { dataFolder } from '../src/platform/data-folder.ts'
import { Progress } from '../src/rehearse/progress.ts'
import type { RehearsalReport } from '../src/rehearse/report.ts'
import type { FigureName } from '../src/rehearse/figures.ts'
import { m } from '../src/words/messages.js'
import { Child } from '../testkit/media/child.ts'

const COMMAND = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))
const WITHIN_MS = 120_000
/** Figures that a machine which tests other things meanwhile makes worse; they are judged where nothing else runs. */
const DELAYS: readonly FigureName[] = ['join', 'cue', 'apart', 'back', 'sound', 'picture', 'freezes', 'full', 'memory', 'lost', 'box-back', 'links-back', 'media-back', 'lamp-off', 'lamp-on']

const folder = mkdtempSync(join(tmpdir(), 'lectern-story-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** `lectern rehearse` as an engineer runs it, with a folder of its own for what passes. */
class Rehearsal implements AsyncDisposable {
  readonly temporary = mkdtempSync(join(folder, 'run-'))
  readonly #child: Child

  constructor(...args: string[]) {
    this.#child = new Child('the rehearsal', process.execPath, [COMMAND, 'rehearse', ...args], { LECTERN_LANGUAGE: 'en', TMPDIR: this.temporary })
  }

  get said(): string {
    return this.#child.output
  }

  says(pattern: RegExp): Promise<unknown> {
    return this.#child.says(pattern, WITHIN_MS)
  }

  ended(): Promise<number | null> {
    return this.#child.ended(WITHIN_MS)
  }

  interrupt(): void {
    this.#child.process.kill('SIGTERM')
  }

  /** A file takes the place of the folder that recordings are sealed into. */
  loseItsDisk(): void {
    const [box = ''] = this.left()
    const { blobs } = dataFolder(join(this.temporary, box))
    renameSync(blobs, `${blobs}.aside`)
    writeFileSync(blobs, '')
  }

  /** What there is of its box. */
  left(): string[] {
    return readdirSync(this.temporary).filter((name) => name.startsWith('lectern-'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop()
  }
}

const steps = (said: string): Progress[] => said.split('\n').filter((line) => line.startsWith('{')).map((line) => Progress.parse(JSON.parse(line)))
const lasts = (said: string): RehearsalReport => {
  const last = steps(said).at(-1)
  if (last?.type !== 'result') throw new Error(`a rehearsal without a result: ${said}`)
  return last.report
}
/** What was missed, but for delays. */
const missed = ({ figures }: RehearsalReport): string[] => figures.filter(({ figure, met }) => met === false && !DELAYS.includes(figure)).map(({ figure, value }) => `${figure}: ${String(value)}`)

describe('story 21: a rehearsal', () => {
  it('runs a whole class on a box of its own, and leaves nothing of it but the sheet', async () => {
    const sheet = join(folder, 'sheet.html')
    await using rehearsal = new Rehearsal('--learners', '4', '--seconds', '12', '--progress', '--out', sheet)
    const code = await rehearsal.ended()
    const report = lasts(rehearsal.said)
    expect(missed(report)).toEqual([])
    expect(code).toBe(report.passed ? 0 : 1)
    expect(report.cues.length).toBeGreaterThan(2)
    expect(report.joins).toHaveLength(4)
    expect(steps(rehearsal.said).filter((step) => step.type === 'joined').at(-1)).toMatchObject({ count: 4, of: 4 })
    expect(readFileSync(sheet, 'utf8')).toContain(report.passed ? m.rehearse_sheet_ready_said() : m.rehearse_sheet_not_ready())
    expect(rehearsal.left()).toEqual([])
  })

  it('kills the box in mid class: the class comes back, and what was called kept is kept', async () => {
    await using rehearsal = new Rehearsal('--learners', '3', '--seconds', '30', '--break', 'kill', '--progress')
    await rehearsal.ended()
    const report = lasts(rehearsal.said)
    expect(missed(report)).toEqual([])
    const figure = (name: FigureName): number | null | undefined => report.figures.find((one) => one.figure === name)?.value
    for (const back of ['box-back', 'links-back', 'media-back'] as const) expect(figure(back)).toBeLessThan(30_000)
    expect(figure('kept-lost')).toBe(0)
    expect(report.broken?.to).toBeGreaterThan(report.broken?.from ?? Infinity)
  })

  it('is not ready when its box fails: here a disk that nobody mends', async () => {
    await using rehearsal = new Rehearsal('--learners', '2', '--seconds', '14', '--progress')
    await rehearsal.says(/"type":"second"[^}]*"second":2,/)
    rehearsal.loseItsDisk()
    expect(await rehearsal.ended()).toBe(1)
    const report = lasts(rehearsal.said)
    expect(report.passed).toBe(false)
    expect(missed(report).map((one) => one.split(':')[0])).toContain('unrecorded')
  })

  it('leaves nothing behind when it is told to stop', async () => {
    await using rehearsal = new Rehearsal('--learners', '2', '--seconds', '60', '--progress')
    await rehearsal.says(/"type":"second"/)
    rehearsal.interrupt()
    expect(await rehearsal.ended()).toBe(1)
    expect(steps(rehearsal.said).at(-1)?.type).toBe('stopped')
    expect(rehearsal.left()).toEqual([])
  })

  it('answers what it does not understand with a sentence and code 2', async () => {
    await using rehearsal = new Rehearsal('--network', 'moon')
    expect(await rehearsal.ended()).toBe(2)
    expect(rehearsal.said.trim()).toBe(m.rehearse_refusal_REHEARSE_OPTION({ value: 'moon' }))
  })
})
