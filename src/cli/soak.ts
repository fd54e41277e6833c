import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Refused } from '../kernel/failures.ts'
import { releaseLibrary } from '../media/sfu/transport.ts'
import { CAN_FIND_PROCESSES } from '../rehearse/box/rehearsal-box.ts'
import { judgeSoak, type SoakFigure } from '../rehearse/soak/flatness.ts'
import { soak as soakClass } from '../rehearse/soak/soak.ts'
import { rehearseSentences } from '../rehearse/rehearse-sentences.ts'
import { verdictWord } from '../rehearse/sheet/sheet.ts'
import { whole } from '../rehearse/sheet/format.ts'
import { m } from '../words/messages.js'
import { getLocale } from '../words/runtime.js'

const BOX_PROGRAM = fileURLToPath(new URL('../hub/rehearsed.ts', import.meta.url))
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const

const WORDS: Readonly<Record<SoakFigure, () => string>> = {
  memory: () => m.rehearse_soak_memory(), handles: () => m.rehearse_soak_handles(), 'cue-drift': () => m.rehearse_soak_cue_drift(), apart: () => m.rehearse_soak_apart(),
  unplayed: () => m.rehearse_soak_unplayed(), 'joins-failed': () => m.rehearse_soak_joins_failed(), faults: () => m.rehearse_figure_faults(),
}

/** `lectern soak`: a class that goes on and on. Answers 0 when it stayed as it was, 1 when not, 2 for bad usage. */
export async function soak(args: readonly string[]): Promise<number> {
  const asked = readSoak(args)
  if (asked === null || !CAN_FIND_PROCESSES) {
    const refusal = asked === null ? rehearseSentences['REHEARSE_OPTION'] : rehearseSentences['REHEARSE_NO_KILL']
    process.stderr.write(`${refusal?.({ value: args.join(' ') }, { locale: getLocale() })}\n`)
    return 2
  }
  const stop = new AbortController()
  for (const name of STOP_SIGNALS) process.once(name, () => stop.abort())
  try {
    const verdicts = judgeSoak(await soakClass({
      ...asked, boxProgram: BOX_PROGRAM, signal: stop.signal,
      onMinute: (minute, { megabytes, handles }) => process.stderr.write(`${m.rehearse_soak_minute({ minute: whole(minute), of: whole(asked.minutes), megabytes: whole(megabytes), handles: whole(handles) })}\n`),
    }))
    for (const { figure, value, limit, met } of verdicts) {
      process.stdout.write(`${m.rehearse_soak_line({ figure: WORDS[figure](), value: value === null ? m.rehearse_mark_not_measured() : value.toFixed(1), limit: whole(limit), verdict: verdictWord(met) })}\n`)
    }
    return verdicts.every(({ met }) => met) ? 0 : 1
  } catch (error) {
    if (!stop.signal.aborted) throw error
    process.stderr.write(`${m.rehearse_says_stopped()}\n`)
    return 1
  } finally {
    releaseLibrary()
  }
}

function readSoak(args: readonly string[]): { readonly learners: number; readonly minutes: number } | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { learners: { type: 'string', default: '50' }, minutes: { type: 'string', default: '20' } } })
    const [learners, minutes] = [Number(values.learners), Number(values.minutes)]
    const isGood = Number.isInteger(learners) && learners >= 1 && learners <= 200 && minutes > 0 && minutes <= 110
    return isGood ? { learners, minutes } : null
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof Refused)) throw error
    return null
  }
}
