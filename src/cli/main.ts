import { m } from '../words/messages.js'
import { speakTerminalLanguage } from '../platform/language.ts'
import { benches } from '../../bench/main.ts'

/** Runs one command and gives its exit code: 0 done, 1 failed, 2 asked for something that does not exist. */
type Command = (args: readonly string[]) => Promise<number>

// Loaded on demand: a hub must not load what only a build needs.
const commands: Record<string, Command> = {
  hub: async (args) => (await import('./hub.ts')).hub(args),
  export: async (args) => (await import('./export.ts')).exportBundle(args),
  clip: async (args) => (await import('./clip.ts')).clip(args),
  verify: async (args) => (await import('./verify.ts')).verify(args),
  rehearse: async (args) => (await import('./rehearse.ts')).rehearse(args),
  soak: async (args) => (await import('./soak.ts')).soak(args),
  build: async () => (await import('./build.ts')).build(),
  check: async () => (await import('../../bin/checks/main.ts')).check(),
  bench: async (args) => (await import('../../bench/main.ts')).bench(args),
  help: async () => help(),
}

/** The whole program. `args` are the words after `lectern`. */
export async function main(args: readonly string[]): Promise<number> {
  speakTerminalLanguage(process.env)
  const [name = 'help', ...rest] = args
  const command = Object.hasOwn(commands, asWord(name)) ? commands[asWord(name)] : undefined
  if (command) return rest.some((word) => asWord(word) === 'help') ? help() : command(rest)
  process.stderr.write(`${m.cli_unknown_command({ command: name })}\n`)
  return 2
}

/** `--help` and `-h` are the habit of every terminal. */
function asWord(name: string): string {
  return name === '--help' || name === '-h' ? 'help' : name
}

function help(): number {
  process.stdout.write(`${m.cli_help({ benches: Object.keys(benches).join(', ') })}\n`)
  return 0
}
