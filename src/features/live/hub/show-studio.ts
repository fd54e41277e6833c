import type { studio } from '../wire/routes.ts'
import type { LiveDeps } from './deps.ts'
import { classes } from './store.ts'
import { classView } from './views.ts'
import type { z } from 'zod/mini'

type Studio = z.output<(typeof studio)['output']>

export type StudioFacts = {
  /** Addresses a phone can reach, best first, without the path. */
  readonly addresses: () => readonly string[]
  readonly trustedAddress: () => string | null
  readonly lamps: () => Studio['lamps']
}

/** Everything the studio needs to open: classes, sources, addresses, lamps. */
export function showStudio(deps: Pick<LiveDeps, 'journal' | 'clock' | 'floor' | 'stages' | 'marks'> & StudioFacts): Studio {
  const stored = classes(deps.journal.query)
  const running = stored.find(({ phase }) => phase === 'lobby' || phase === 'live') ?? stored.find(({ phase }) => phase === 'draft')
  return {
    classes: stored.map((one) => classView(one, deps)),
    past: stored.filter(({ endedAt }) => endedAt !== null).map(({ code, title, begun, endedAt }) => ({ code, title, beganAt: begun?.wall ?? null, endedAt })),
    publishers: running ? deps.stages.publishers(running.id) : [],
    addresses: [...deps.addresses()],
    trustedAddress: deps.trustedAddress(),
    lamps: { ...deps.lamps() },
  }
}
