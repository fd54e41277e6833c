import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { Refused } from '../kernel/failures.ts'
import { releaseLibrary } from '../media/sfu/transport.ts'
import { sentenceBook } from '../platform/http/sentences.ts'
import { CAN_FIND_PROCESSES } from '../rehearse/box/rehearsal-box.ts'
import { joinRehearsal } from '../rehearse/crowd/crowd.ts'
import { isCrowdAsked, readCrowdAsked } from '../rehearse/crowd/options.ts'
import { figureRows } from '../rehearse/figure-rows.ts'
import { readAsked, type Telling } from '../rehearse/options.ts'
import type { Progress, Told } from '../rehearse/progress.ts'
import { rehearse as rehearseClass } from '../rehearse/rehearse.ts'
import { otherSentence, rehearseSentences } from '../rehearse/rehearse-sentences.ts'
import type { RehearsalReport } from '../rehearse/report.ts'
import { readinessSheet } from '../rehearse/sheet/sheet.ts'
import { phaseSentence, resultTable } from '../rehearse/terminal.ts'
import { m } from '../words/messages.js'
import { getLocale } from '../words/runtime.js'

const BOX_PROGRAM = fileURLToPath(new URL('../hub/rehearsed.ts', import.meta.url))
const NOT_READY = 1
const BAD_USAGE = 2
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `lectern rehearse`: a whole class with synthetic learners on this machine, or such learners in a crew's rehearsal. Answers 0 when it is ready, 1 when it is not or could not be told, 2 for bad usage. */
export async function rehearse(args: readonly string[]): Promise<number> {
  let work: Work
  try {
    work = isCrowdAsked(args) ? crowdOf(args) : await classOf(args)
  } catch (error) {
    return refused(error, BAD_USAGE)
  }
  const stop = new AbortController()
  const stopped = (): void => stop.abort()
  for (const name of STOP_SIGNALS) process.on(name, stopped)
  const tell = teller(work.telling)
  try {
    return (await work.carryOut(stop.signal, tell)) ? 0 : NOT_READY
  } catch (error) {
    if (stop.signal.aborted) tell({ type: 'stopped' })
    else if (error instanceof Refused) return refused(error, NOT_READY)
    else {
      tell({ type: 'failed', sentence: m.rehearse_refusal_other({ reason: error instanceof Error ? error.message : String(error) }) })
      process.stderr.write(`${inspect(error)}\n`) // A defect of ours, or of the box: whoever looks for it needs all of it.
    }
    return NOT_READY
  } finally {
    releaseLibrary()
    for (const name of STOP_SIGNALS) process.off(name, stopped)
  }
}

/** The real pages are looked at, so they are built first. */
async function needBrowser(): Promise<void> {
  const { chromiumPath } = await import('../rehearse/browser/chromium.ts')
  if (chromiumPath() === undefined) throw new Refused('REHEARSE_NO_BROWSER')
  const { buildPagesWhenStale } = await import('../../bin/setup/pages.js')
  buildPagesWhenStale()
}

/** What is to be done; `carryOut` answers whether it went as it should. */
type Work = { readonly telling: Telling; readonly carryOut: (signal: AbortSignal, tell: (told: Told) => void) => Promise<boolean> }

async function classOf(args: readonly string[]): Promise<Work> {
  const { asked, telling } = readAsked(args)
  if (asked.browser) await needBrowser()
  if (asked.break === 'kill' && !CAN_FIND_PROCESSES) throw new Refused('REHEARSE_NO_KILL')
  const carryOut: Work['carryOut'] = async (signal, tell) => {
    const report = await rehearseClass(asked, { boxProgram: BOX_PROGRAM, signal, tell })
    await show(report, telling, tell)
    return report.passed
  }
  return { telling, carryOut }
}

/** `--join CODE`: made-up learners in a crew's rehearsal, until it is over or they are told to go. */
function crowdOf(args: readonly string[]): Work {
  const asked = readCrowdAsked(args)
  const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)
  const carryOut: Work['carryOut'] = async (signal) => {
    say(m.rehearse_says_joining({ count: asked.learners, code: asked.code }))
    try {
      await joinRehearsal(asked, { signal, onIn: (count) => { if (count === asked.learners) say(m.rehearse_says_crowd({ count })) } })
    } catch (error) {
      if (!signal.aborted) throw error
    }
    say(m.rehearse_says_crowd_over())
    return true
  }
  return { telling: { json: false, progress: false, out: null }, carryOut }
}

async function show(report: RehearsalReport, { json, out }: Telling, tell: (told: Told) => void): Promise<void> {
  if (out !== null) {
    const file = resolve(out)
    await writeFile(file, readinessSheet(report)).catch((cause: unknown) => {
      throw new Refused('REHEARSE_OUT', { file, reason: String(cause) })
    })
    process.stderr.write(`${m.rehearse_says_sheet({ file })}\n`)
  }
  if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
  tell({ type: 'result', report, rows: figureRows(report) })
}

/** Lines of JSON on standard output, or sentences on the terminal: the table on standard output, all else beside it. */
function teller({ json, progress }: Telling): (told: Told) => void {
  const startedMs = performance.now()
  return (told) => {
    if (progress) {
      const line: Progress = { ...told, at: Math.round(performance.now() - startedMs) / 1000 }
      process.stdout.write(`${JSON.stringify(line)}\n`)
      return
    }
    if (told.type === 'result' && !json) process.stdout.write(`${resultTable(told.report)}\n`)
    const sentence = phaseSentence(told)
    if (sentence !== null) process.stderr.write(`${sentence}\n`)
  }
}

function refused(error: unknown, code: number): number {
  if (!(error instanceof Refused)) throw error
  process.stderr.write(`${sentenceBook(otherSentence, rehearseSentences)(error.code, error.details, getLocale())}\n`)
  return code
}
