/** A tone cannot be later than this, or it would be taken for the next one's. */
const LATEST_MS = 650

/** Pairs each heard tone with the last one that began before it. Both lists ascend. */
export function latencies(started: readonly number[], heard: readonly number[]): number[] {
  return heard.flatMap((at) => {
    const start = started.findLast((candidate) => candidate <= at)
    return start !== undefined && at - start <= LATEST_MS ? [at - start] : []
  })
}
