import { type Signal, signal } from '@preact/signals'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { m } from '../../../../words/messages.js'

/** How a page of the crew asks the box for anything, and what stands on it when the box says no. */
export class Asks {
  readonly busy: Signal<boolean> = signal(false)
  /** The sentence of the last refusal, until it is dismissed. */
  readonly problem: Signal<string | null> = signal(null)

  /** Answers whether the box did it. */
  async ask(act: () => Promise<unknown>): Promise<boolean> {
    this.busy.value = true
    this.problem.value = null
    try {
      await act()
      return true
    } catch (error) {
      this.problem.value = refusalSentence(error)
      return false
    } finally {
      this.busy.value = false
    }
  }
}

/** What a person reads of a failed question; throws on what is our own defect. */
export function refusalSentence(error: unknown): string {
  if (error instanceof ToldRefusal) return error.sentence === '' ? m.privacy_crew_refused({ code: error.code }) : error.sentence
  if (error instanceof Unreachable || error instanceof Malformed) return m.privacy_crew_unreachable()
  if (error instanceof Refused) return m.privacy_crew_refused({ code: error.code })
  throw error
}
