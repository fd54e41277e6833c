import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { askHidden } from '../hub/ask-hidden.ts'
import { controlPath } from '../hub/evidence/control-socket.ts'
import { Refused } from '../kernel/failures.ts'
import { readConfig } from '../platform/config.ts'
import type { Config } from '../platform/config.ts'
import { otherSentence, startSentences } from '../platform/http/platform-sentences.ts'
import { sentenceBook } from '../platform/http/sentences.ts'
import { m } from '../words/messages.js'
import { getLocale } from '../words/runtime.js'

/** What commands at the terminal share that ask the box, be it that it runs or that its folder alone is there. */

/** The settings of the box, whose data folder this is; a sentence when they contradict themselves. */
export function configOf(data: string | undefined): Config | string {
  try {
    return readConfig(process.env, data === undefined ? [] : ['--data', data], process.cwd())
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return sentenceBook(otherSentence, startSentences)(error.code, error.details, getLocale())
  }
}

/** Asks the box that runs on this data folder; `heard` is told each line of its answer. False when none answers, be it that one left its socket behind. */
export function askBox(data: string, ask: unknown, heard: (line: unknown) => void): Promise<boolean> {
  return new Promise((settle, fail) => {
    const sent = request({ socketPath: controlPath(data), method: 'POST', path: '/' }, (response) => {
      const lines = createInterface(response)
      lines.on('line', (line) => {
        try {
          heard(JSON.parse(line))
        } catch (error) {
          fail(error)
        }
      })
      lines.on('close', () => settle(true))
    })
    sent.on('error', () => settle(false))
    sent.end(JSON.stringify(ask))
  })
}

/** Null where nobody can be asked. */
export async function askPassphrase(): Promise<string | null> {
  return process.stdin.isTTY ? await askHidden(m.evidence_export_ask(), process.stdin, process.stdout) : null
}
