import { parseArgs } from 'node:util'
import { Refused } from '../../kernel/failures.ts'
import { ClassCode, typedClassCode } from '../../kernel/ids.ts'
import { LEARNERS, oneOf, within } from '../options.ts'
import { NETWORKS, type NetworkName } from '../networks.ts'
import type { BoxPorts } from '../people/link.ts'

/** Who joins which class. The box is on this machine. */
export type CrowdAsked = { readonly code: ClassCode; readonly learners: number; readonly network: NetworkName; readonly ports: BoxPorts }

const PORT = { least: 1, most: 65_535, usual: 8080 } as const

/** Whether made-up learners are wanted in a rehearsal that is on, and no rehearsal of their own. */
export function isCrowdAsked(args: readonly string[]): boolean {
  return args.some((word) => word === '--join' || word.startsWith('--join='))
}

/** Refuses with `REHEARSE_OPTION` (details: `value`). */
export function readCrowdAsked(args: readonly string[]): CrowdAsked {
  const values = parsed(args)
  const code = ClassCode.safeParse(typedClassCode(values.join ?? ''))
  if (!code.success) throw new Refused('REHEARSE_OPTION', { value: values.join ?? '' })
  const http = within(values.port, PORT)
  return {
    code: code.data, learners: within(values.learners, LEARNERS), network: oneOf(values.network ?? 'lan', NETWORKS),
    ports: { http, media: within(values['media-port'], { ...PORT, usual: http }) },
  }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { join: text, learners: text, network: text, port: text, 'media-port': text } }).values
  } catch {
    throw new Refused('REHEARSE_OPTION', { value: args.join(' ') })
  }
}
