import type { CrewRole } from './crew.ts'

/**
 * Who runs the class, as this device sees it.
 *
 * 1. A host's device takes control where nobody has it; a co-host's and a technician's never do by themselves.
 * 2. Only a device that had control is shown the slim page when another takes it; one that merely looks keeps all it sees.
 * 3. A device opened to take over does so once, whoever had control before.
 */
export type Control =
  | { readonly at: 'unknown' | 'nobody' | 'here' }
  | { readonly at: 'elsewhere' | 'handed-over'; readonly label: string }

export const START: Control = { at: 'unknown' }

type Told = { readonly label: string | null; readonly isThis: boolean }
type About = { readonly role: CrewRole; /** Opened to take over, and has not yet. */ readonly wishes: boolean }

export function controlAfter(before: Control, { label, isThis }: Told, { role, wishes }: About): { readonly state: Control; readonly takes: boolean } {
  if (isThis) return { state: { at: 'here' }, takes: false }
  const takes = role !== 'technician' && (wishes || (label === null && role === 'host')) // 1, 3
  if (label === null) return { state: { at: 'nobody' }, takes }
  const had = before.at === 'here' || before.at === 'handed-over' // 2
  return { state: { at: had && !takes ? 'handed-over' : 'elsewhere', label }, takes }
}
