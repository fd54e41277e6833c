import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

import { inTime } from '../wait-for.ts'
import { EndAnswer, type EndReport, type Order } from './end-messages.ts'

const PROGRAM = new URL('end-process.ts', import.meta.url)
const OBEYED_WITHIN_MS = 60_000

type ReportOf<T extends EndReport['type']> = Extract<EndReport, { type: T }>

/** A synthetic end in a process of its own; see `end-process.ts`. */
export class End implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, { resolve: (report: EndReport) => void; reject: (error: Error) => void }>()
  #orders = 0

  constructor() {
    this.#child = fork(PROGRAM, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child.on('message', (message) => {
      const { id, report, error } = EndAnswer.parse(message)
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (report) waiting?.resolve(report)
      else waiting?.reject(new Error(error ?? 'the end failed without saying why'))
    })
    this.#child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the end left before it answered'))
    })
  }

  /** Gives an order and waits for the report of the kind that belongs to it. */
  async tell<T extends EndReport['type']>(order: Order, expected: T): Promise<ReportOf<T>> {
    const id = ++this.#orders
    const answered = new Promise<EndReport>((resolve, reject) => { this.#waiting.set(id, { resolve, reject }) })
    this.#child.send({ id, order })
    const report = await inTime(`the end to ${order.do}`, answered, { within: OBEYED_WITHIN_MS })
    if (!isReport(report, expected)) throw new Error(`the end answered ${order.do} with ${report.type}`)
    return report
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.disconnect()
    await inTime('the end to leave', exited, { within: OBEYED_WITHIN_MS })
  }
}

function isReport<T extends EndReport['type']>(report: EndReport, type: T): report is ReportOf<T> {
  return report.type === type
}
