/** A picture that stood this long had stopped; what was under way when the hub died is shown before. */
const STOPPED_MS = 400
/** So many frames after it: a picture that moves, not one left over. */
const FRAMES = 5

/** When a picture that stopped after `stoppedFrom` moved again; undefined when it has not. `frames` ascend. */
export function backAt(frames: readonly number[], stoppedFrom: number): number | undefined {
  return frames.find((at, index) => {
    const before = frames[index - 1]
    const hadStopped = before !== undefined && at > stoppedFrom && at - before > STOPPED_MS
    const following = frames.slice(index + 1, index + FRAMES)
    return hadStopped && following.length === FRAMES - 1 && following.every((next, place) => next - (frames[index + place] ?? next) <= STOPPED_MS)
  })
}
