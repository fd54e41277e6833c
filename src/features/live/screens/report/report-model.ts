import { type Signal, signal } from '@preact/signals'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { type Client, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { m } from '../../../../words/messages.js'
import { classFigures } from '../../wire/routes.ts'
import type { ReportState } from './report-page.tsx'

/** Asks the box for one class's report. */
export class ReportModel {
  readonly state: Signal<ReportState> = signal({ at: 'looking' })
  readonly #client: Client
  readonly #code: string

  constructor(client: Client, code: string) {
    this.#client = client
    this.#code = code
  }

  async look(): Promise<void> {
    this.state.value = { at: 'looking' }
    try {
      this.state.value = { at: 'report', report: await this.#client.call(classFigures, { params: { code: this.#code } }) }
    } catch (error) {
      this.state.value = { at: 'refused', sentence: sentenceOf(error) }
    }
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof ToldRefusal) return error.sentence
  if (error instanceof Unreachable || error instanceof Refused || error instanceof Malformed) return m.report_unreachable()
  throw error
}

/** The code in `/host/report/CODE`; undefined on another page. */
export function reportCode(path: string): string | undefined {
  return /^\/host\/report\/([A-Za-z0-9-]{1,12})\/?$/.exec(path)?.[1]
}
