import type { SeatId } from '../../../../kernel/ids.ts'
import type { LiveDeps } from '../deps.ts'

/** A learner told the floor their name, or took it away. It is held in memory alone. */
export function keepName({ names }: Pick<LiveDeps, 'names'>, seat: SeatId, name: string | null): void {
  if (name === null) names.delete(seat)
  else names.set(seat, name)
}
