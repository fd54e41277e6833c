import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/** What stands behind a command: its options, and what is none. Null when an option is unknown or lacks its value. */
export function readArguments<const O extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
