/** Two short notes, the second higher: heard through speech and music, and over before it annoys. */
const NOTES = [{ hertz: 880, from: 0, seconds: 0.09 }, { hertz: 1318.5, from: 0.08, seconds: 0.16 }] as const
const LENGTH_SECONDS = 0.26
const LOUDNESS = 0.5
const RISE_SECONDS = 0.002

/** The samples of a cue's sound. Full loudness within two milliseconds, so that its instant is heard. */
export function cueTone(sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.ceil(LENGTH_SECONDS * sampleRate))
  for (const { hertz, from, seconds } of NOTES) {
    const first = Math.round(from * sampleRate)
    const count = Math.min(samples.length - first, Math.round(seconds * sampleRate))
    for (let index = 0; index < count; index++) {
      const time = index / sampleRate
      const envelope = Math.min(1, time / RISE_SECONDS) * (1 - time / seconds)
      samples[first + index] = (samples[first + index] ?? 0) + LOUDNESS * envelope * Math.sin(2 * Math.PI * hertz * time)
    }
  }
  return samples
}
