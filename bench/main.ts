import { m } from '../src/words/messages.js'
import { BadOption } from './options.ts'

/** What each measurement runs. Loaded on demand, for some start peers of their own. */
type Bench = () => Promise<{ run(args: string[]): Promise<void> }>

export const benches: Record<string, Bench> = {
  sfu: () => import('./sfu.ts'),
  journal: () => import('./journal.ts'),
  glass: () => import('./glass.ts'),
  cap: () => import('./cap.ts'),
  join: () => import('./join.ts'),
  page: () => import('./page.ts'),
  cue: () => import('./cue.ts'),
  recover: () => import('./recover.ts'),
  tour: () => import('./tour.ts'),
  together: () => import('./together.ts'),
  record: () => import('./record.ts'),
  handover: () => import('./handover.ts'),
  hls: () => import('./hls.ts'),
  verify: () => import('./verify.ts'),
  redact: () => import('./redact.ts'),
  clip: () => import('./clip.ts'),
}

/** `npm run bench -- NAME …`: exit code 2 when there is no such measurement or it has no such option. */
export async function bench(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined
  if (!load) {
    process.stderr.write(`${m.cli_unknown_bench({ name, benches: Object.keys(benches).join(', ') })}\n`)
    return 2
  }
  const { run } = await load()
  try {
    await run(rest)
    return 0
  } catch (error) {
    if (!(error instanceof BadOption)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}
