/**
 * K-weighting, the two filters of ITU-R BS.1770-4 before loudness is measured: a shelf for what a head
 * adds, and a high-pass for what ears leave out at low frequencies.
 */

/** A second-order filter, `a[0]` being 1: y = b0 x + b1 x₁ + b2 x₂ − a1 y₁ − a2 y₂. */
export type Biquad = { readonly b: readonly [number, number, number]; readonly a: readonly [number, number, number] }

/** The recommendation gives its filters for this rate alone, in tables 1 and 2. */
const TABLED_RATE = 48_000
const SHELF: Biquad = { b: [1.53512485958697, -2.69169618940638, 1.19839281085285], a: [1, -1.69065929318241, 0.73248077421585] }
const HIGH_PASS: Biquad = { b: [1, -2, 1], a: [1, -1.99004745483398, 0.99007225036621] }

/** The filters for a sample rate in Hz, to be run one after the other. */
export function kWeighting(rate: number): readonly [Biquad, Biquad] {
  if (!(rate > 0)) throw new RangeError(`no sample rate: ${rate}`)
  return [atRate(SHELF, rate), atRate(HIGH_PASS, rate)]
}

/**
 * The same response in Hz at another rate: back through the bilinear transform to
 * n0 + n1 x + n2 x² over d0 + d1 x + d2 x², x being tan(πf / rate) on the imaginary axis, then forth
 * again. It is exact at the filter's own frequency, where x = sqrt(d0 / d2).
 */
function atRate(filter: Biquad, rate: number): Biquad {
  if (rate === TABLED_RATE) return filter
  const [n, d] = [toAnalogue(filter.b), toAnalogue(filter.a)]
  const x = Math.sqrt(d[0] / d[2])
  const stretch = x / Math.tan((Math.atan(x) * TABLED_RATE) / rate)
  const [b, a] = [toDigital(n, stretch), toDigital(d, stretch)]
  return { b: [b[0] / a[0], b[1] / a[0], b[2] / a[0]], a: [1, a[1] / a[0], a[2] / a[0]] }
}

type Three = readonly [number, number, number]
const toAnalogue = ([c0, c1, c2]: Three): Three => [c0 + c1 + c2, 2 * (c0 - c2), c0 - c1 + c2]

function toDigital([p0, p1, p2]: Three, stretch: number): Three {
  const [q1, q2] = [p1 * stretch, p2 * stretch * stretch]
  return [p0 + q1 + q2, 2 * (p0 - q2), p0 - q1 + q2]
}

/** Runs samples through a filter that begins at rest. */
export function filtered(samples: Float32Array | Float64Array, { b, a }: Biquad): Float64Array {
  const out = new Float64Array(samples.length)
  let [x1, x2, y1, y2] = [0, 0, 0, 0]
  for (const [at, x] of samples.entries()) {
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[1] * y1 - a[2] * y2
    out[at] = y
    ;[x2, x1, y2, y1] = [x1, x, y1, y]
  }
  return out
}

/** Samples of one channel, weighted. */
export function kWeighted(samples: Float32Array | Float64Array, rate: number): Float64Array {
  const [shelf, highPass] = kWeighting(rate)
  return filtered(filtered(samples, shelf), highPass)
}
