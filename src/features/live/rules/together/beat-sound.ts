/** The loops that every box makes itself, by their beats a minute. */
export const BEATS = [60, 100, 120, 140] as const
export type Beat = (typeof BEATS)[number]

export const BEATS_IN_LOOP = 8
const RATE = 22_050
/** Bass notes of the eight beats, hertz: A, A, C, D, twice, the second time with a turn. */
const BASS = [55, 55, 65.41, 73.42, 55, 55, 82.41, 73.42] as const
const LOUDEST = 0.8

/** Which beat a track of that name is; undefined for anything else. */
export function beatOf(track: string): Beat | undefined {
  return BEATS.find((beat) => track === `beat-${beat}`)
}

/** How long the loop is. Whole samples, so that it repeats without a seam. */
export function loopSeconds(beat: Beat): number {
  return loopSamples(beat) / RATE
}

/** Eight beats as a WAV file: 16 bits, mono. The same bytes each time. */
export function beatSound(beat: Beat): Uint8Array {
  const samples = new Float64Array(loopSamples(beat))
  const noise = noiseFrom(beat)
  for (let place = 0; place < BEATS_IN_LOOP; place++) {
    const at = Math.round((place * samples.length) / BEATS_IN_LOOP)
    const half = Math.round(((place + 0.5) * samples.length) / BEATS_IN_LOOP)
    add(samples, at, 0.3, kick)
    add(samples, at, 0.45, (second) => bass(second, BASS[place] ?? 55))
    add(samples, half, 0.08, (second) => 0.14 * noise() * Math.exp(-second * 60))
  }
  return wav(samples)
}

function loopSamples(beat: Beat): number {
  return Math.round((BEATS_IN_LOOP * 60 * RATE) / beat)
}

/** A soft drum: a tone that falls from 110 to 45 hertz and fades. */
function kick(second: number): number {
  const phase = 2 * Math.PI * (45 * second + (65 / 28) * (1 - Math.exp(-28 * second)))
  return 0.75 * Math.sin(phase) * Math.exp(-second * 14)
}

/** A round note: the tone and a little of its octave, swelling and fading. */
function bass(second: number, hertz: number): number {
  const swell = Math.min(1, second / 0.015) * Math.exp(-second * 7)
  return 0.38 * swell * (Math.sin(2 * Math.PI * hertz * 2 * second) + 0.35 * Math.sin(2 * Math.PI * hertz * 4 * second))
}

/** What sounds over the end of the loop goes on at its beginning. */
function add(samples: Float64Array, from: number, seconds: number, sound: (second: number) => number): void {
  for (let place = 0; place < seconds * RATE; place++) {
    const at = (from + place) % samples.length
    samples[at] = (samples[at] ?? 0) + sound(place / RATE)
  }
}

/** The generator of Numerical Recipes: noise that is the same each time. */
function noiseFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  }
}

function wav(samples: Float64Array): Uint8Array {
  const bytes = new Uint8Array(44 + samples.length * 2)
  const view = new DataView(bytes.buffer)
  const letters = (at: number, text: string): void => { for (let place = 0; place < text.length; place++) view.setUint8(at + place, text.charCodeAt(place)) }
  letters(0, 'RIFF')
  view.setUint32(4, bytes.length - 8, true)
  letters(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, RATE, true)
  view.setUint32(28, RATE * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  letters(36, 'data')
  view.setUint32(40, samples.length * 2, true)
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  samples.forEach((sample, place) => view.setInt16(44 + place * 2, Math.round((sample / loudest) * LOUDEST * 32_767), true))
  return bytes
}
