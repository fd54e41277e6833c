import { m } from '../src/words/messages.js'

/** A whole number above zero, or a sentence. */
export function positive(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new RangeError(m.cli_bench_bad_option({ value: text }))
  return number
}
