import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { waitFor } from '../../../testkit/wait-for.ts'
import type { FloorClass } from '../../features/live/hub/floor/floor-messages.ts'
import type { ClassPhase } from '../../features/live/wire/words.ts'
import type { AskedCheck } from '../../features/live/wire/checks.ts'
import type { WallTime } from '../../kernel/time.ts'
import { CheckDesk } from './check-desk.ts'

/** The desk with programs that say what `lectern rehearse --progress` may; the real one is in story 21. */
const ASKED: AskedCheck = { learners: 3, seconds: 10, network: 'lan', language: 'en' }
const REPORT = {
  format: 'lectern-rehearsal/1', startedAt: 1, asked: { learners: 3, seconds: 10, network: 'lan', break: null, browser: false },
  machine: { cores: 2, busy: null, lagMs: 1, node: 'x' }, figures: [], joins: [], cues: [], seconds: [], broken: null, disagreements: [], faults: [],
}
const ROW = { figure: 'cue', label: 'Cues', value: '41 ms', limit: 'at most 80 ms', met: true }
/** A bound against hanging. */
const WITHIN_MS = 30_000
let folder: string
let faults: unknown[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-desk-'))
  faults = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function deskWith(program: string, more: { readonly endMs?: number } = {}): CheckDesk {
  const file = join(folder, 'program.mjs')
  const head = `import { writeFileSync } from 'node:fs'
const say = (told) => process.stdout.write(JSON.stringify({ at: 1, ...told }) + '\\n')
const out = process.argv[process.argv.indexOf('--out') + 1]
const report = (passed) => ({ type: 'result', report: { ...${JSON.stringify(REPORT)}, passed }, rows: [${JSON.stringify(ROW)}] })\n`
  writeFileSync(file, head + program)
  return new CheckDesk({ wall: () => 1000 as WallTime, onFault: (error) => faults.push(error), program: file, ...more })
}
const over = (desk: CheckDesk) => waitFor('the check to be over', () => (desk.state?.state === 'running' ? undefined : desk.state ?? undefined), { within: WITHIN_MS })
const leftBehind = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('lectern-check-'))

describe('a check of the box', () => {
  it.each([[true, 'passed'], [false, 'failed']] as const)('tells how far it is, then its verdict (%s) with the sheet', async (passed, state) => {
    const before = leftBehind()
    const desk = deskWith(`say({ type: 'joined', count: 3, of: 3 }); say({ type: 'second', second: 7, of: 10 }); console.log('noise')
      writeFileSync(out, '<h1>' + process.env.LECTERN_LANGUAGE + '</h1>'); say(report(${passed})); process.exitCode = ${passed ? 0 : 1}`)
    expect(await desk.start(ASKED)).toMatchObject({ state: 'running', startedAt: 1000, asked: ASKED })
    expect(await over(desk)).toMatchObject({ state, joined: 3, second: 7, rows: [ROW], sentence: null })
    expect(desk.sheet).toBe('<h1>en</h1>')
    expect(leftBehind()).toEqual(before)
    expect(faults).toEqual([])
  })

  it('runs alone, and ends when it is told to, or with the box', async () => {
    const waits = `process.on('SIGTERM', () => { say({ type: 'stopped' }); process.exit(1) }); setInterval(() => undefined, 1000); say({ type: 'joined', count: 1, of: 3 })`
    const desk = deskWith(waits)
    await desk.start(ASKED)
    await expect(desk.start(ASKED)).rejects.toMatchObject({ code: 'CHECK_RUNNING' })
    await waitFor('it to run', () => desk.state?.joined === 1, { within: WITHIN_MS })
    desk.stop()
    expect((await over(desk)).state).toBe('stopped')
    await desk.start(ASKED)
    await waitFor('it to run again', () => desk.state?.joined === 1, { within: WITHIN_MS })
    const before = leftBehind().length
    await desk.end()
    expect([desk.state?.state, leftBehind().length]).toEqual(['stopped', before - 1])
  })

  it('leaves the machine to a class that begins to run', async () => {
    const desk = deskWith(`process.on('SIGTERM', () => { say({ type: 'stopped' }); process.exit(1) }); setInterval(() => undefined, 1000); say({ type: 'joined', count: 1, of: 3 })`)
    const told = (phase: ClassPhase): void => desk.onFloor({ type: 'class', class: { phase } as FloorClass })
    await desk.start(ASKED)
    await waitFor('it to run', () => desk.state?.joined === 1, { within: WITHIN_MS })
    told('draft')
    told('closed')
    expect(desk.state?.state).toBe('running')
    told('lobby')
    expect((await over(desk)).state).toBe('stopped')
    told('live')
  })

  it('that cannot be carried out says so, and the next may', async () => {
    const desk = deskWith(`say({ type: 'failed', sentence: 'No port is free.' }); process.exitCode = 1`)
    await desk.start(ASKED)
    expect(await over(desk)).toMatchObject({ state: 'broken', sentence: 'No port is free.' })
    expect(desk.sheet).toBeNull()
    await expect(desk.start(ASKED)).resolves.toMatchObject({ state: 'running', sentence: null })
    await over(desk)
  })

  it('ends with the box though it does not want to', async () => {
    const desk = deskWith(`process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000); say({ type: 'joined', count: 1, of: 3 })`, { endMs: 100 })
    await desk.start(ASKED)
    await waitFor('it to run', () => desk.state?.joined === 1, { within: WITHIN_MS })
    await desk.end()
    expect(desk.state?.state).toBe('broken')
  })

  it('whose sheet is not there is over all the same, and the next may run', async () => {
    const desk = deskWith(`say(report(true))`)
    await desk.start(ASKED)
    expect((await over(desk)).state).toBe('passed')
    expect(desk.sheet).toBeNull()
    expect(faults).toHaveLength(1)
    await expect(desk.start(ASKED)).resolves.toMatchObject({ state: 'running' })
    await over(desk)
  })

  it('that finds no room for its files may be tried again', async () => {
    const desk = deskWith('process.exitCode = 1')
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = join(folder, 'is', 'not', 'there')
    await expect(desk.start(ASKED)).rejects.toThrow('ENOENT')
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    expect(desk.state?.state).toBe('broken')
    await expect(desk.start(ASKED)).resolves.toMatchObject({ state: 'running' })
    await over(desk)
  })
})
