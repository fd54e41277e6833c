import type { Source } from './source.ts'

/**
 * Which of a publisher's layers is the smaller one. Offers list them in either order (browsers as the
 * page asked, OBS the largest first), so the measured rate decides; until there is one, the offer's order.
 */

/** Layers whose rates are nearer than this keep their order, so that receivers are not switched for nothing. */
const CLEARLY_LARGER = 1.25

/** `layers` in ascending order, as before unless a rate clearly says otherwise. */
export function rankLayers(layers: readonly Source[]): Source[] {
  const ranked = [...layers]
  // Insertion sort: few elements, and only clear differences may move one past another.
  for (let index = 1; index < ranked.length; index += 1) {
    for (let at = index; at > 0; at -= 1) {
      const [smaller, larger] = [ranked[at - 1], ranked[at]]
      if (!smaller || !larger || larger.bitsPerSecond === 0) break
      if (smaller.bitsPerSecond <= larger.bitsPerSecond * CLEARLY_LARGER) break
      ranked[at - 1] = larger
      ranked[at] = smaller
    }
  }
  return ranked
}

/** When every layer is slow, one that came in this time still counts: of a screen that stands still, little is sent. */
const SLOW = 5_000_000

/** Those of `ranked` that flow; the smallest of those that flowed lately when none does. */
export function liveLayers(ranked: readonly Source[], now: number): readonly Source[] {
  const live = ranked.filter((layer) => layer.isLive(now))
  if (live.length > 0) return live
  const slow = ranked.find((layer) => layer.isLive(now, SLOW))
  return slow ? [slow] : []
}

/** The highest live layer up to `highest` (0 the smallest); the smallest live one when none is that low. */
export function pickLayer(ranked: readonly Source[], highest: number, now: number): Source | undefined {
  const allowed = ranked.slice(0, highest + 1).filter((layer) => layer.isLive(now))
  return allowed.at(-1) ?? ranked.find((layer) => layer.isLive(now)) ?? ranked[0]
}
