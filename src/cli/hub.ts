import { fileURLToPath } from 'node:url'
import { buildPagesWhenStale } from '../../bin/setup/pages.js'
import { databaseSentence } from '../hub/greeting.ts'
import { EXIT_REFUSED, supervise } from '../hub/supervise.ts'
import { Refused } from '../kernel/failures.ts'
import { readConfig } from '../platform/config.ts'
import { otherSentence, startSentences } from '../platform/http/platform-sentences.ts'
import { sentenceBook } from '../platform/http/sentences.ts'
import { DatabaseFailure } from '../platform/sqlite/failures.ts'
import { getLocale } from '../words/runtime.js'

/** What the hub's own process runs. It reads its settings itself; we read them first to refuse before anything starts. */
const entry = fileURLToPath(new URL('../hub/main.ts', import.meta.url))

/** `lectern hub`: this box, under a supervisor that starts it again after a crash. Lasts until it is told to stop. */
export async function hub(args: readonly string[]): Promise<number> {
  const say = (sentence: string) => process.stderr.write(`${sentence}\n`)
  try {
    const { data, keyFile, tour } = readConfig(process.env, args, process.cwd())
    buildPagesWhenStale()
    return await supervise({ entry, args, dataFolder: data, keyFile: keyFile ?? undefined, tour, say }).catch((error: unknown) => {
      if (!(error instanceof DatabaseFailure)) throw error
      say(databaseSentence(error.code, data))
      return EXIT_REFUSED
    })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    say(sentenceBook(otherSentence, startSentences)(error.code, error.details, getLocale()))
    return EXIT_REFUSED
  }
}
