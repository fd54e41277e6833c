import { parseArgs } from 'node:util'

import { m } from '../src/words/messages.js'

/** What was asked of a measurement makes no sense; the message is a sentence for the terminal. */
export class BadOption extends Error {
  override readonly name = 'BadOption'

  constructor(asked: string, cause?: unknown) {
    super(m.cli_bench_bad_option({ value: asked }), { cause })
  }
}

/** Reads `--name value` for the given names, each with its default; anything else is a {@link BadOption}. */
export function readOptions<Name extends string>(args: readonly string[], defaults: Readonly<Record<Name, string>>): Record<Name, string> {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }]))
  try {
    const { values } = parseArgs({ args: [...args], options })
    return { ...defaults, ...values }
  } catch (cause) {
    throw new BadOption(args.join(' '), cause)
  }
}

/** A whole number above zero. */
export function positive(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new BadOption(text)
  return number
}
