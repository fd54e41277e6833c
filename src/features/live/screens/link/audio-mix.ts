/** What can be heard in the class from the studio. */
export type SoundInput = 'microphone' | 'screen' | 'file'

/**
 * One mix of the studio's sounds, of which the class hears the sum. Inputs come, go and change their
 * loudness inside; the track that goes out stays the same, so nobody negotiates again.
 */
export class AudioMix {
  readonly #context: AudioContext
  readonly #output: MediaStreamAudioDestinationNode
  readonly #sum: GainNode
  readonly #inputs = new Map<SoundInput, { readonly source: AudioNode; readonly gain: GainNode }>()
  readonly #loudness = new Map<SoundInput, number>()

  constructor() {
    this.#context = new AudioContext({ latencyHint: 'interactive' })
    this.#output = this.#context.createMediaStreamDestination()
    this.#sum = this.#context.createGain()
    this.#sum.connect(this.#output)
  }

  /** The sum, as one track for as long as the mix lives. */
  get track(): MediaStreamTrack {
    const [track] = this.#output.stream.getAudioTracks()
    if (!track) throw new TypeError('a destination without a track')
    return track
  }

  /** Belongs into a press's handler: browsers let sound run only after one. */
  async resume(): Promise<void> {
    await this.#context.resume()
  }

  /** Takes a microphone's or a screen's track; null takes it out. */
  setTrack(input: SoundInput, track: MediaStreamTrack | null): void {
    this.#connect(input, track && this.#context.createMediaStreamSource(new MediaStream([track])))
  }

  /** Takes the sound of a media element, which is then heard here alone. An element can be taken once. */
  setElement(input: SoundInput, element: HTMLMediaElement | null): void {
    this.#connect(input, element && this.#context.createMediaElementSource(element))
  }

  has(input: SoundInput): boolean {
    return this.#inputs.has(input)
  }

  /** 0 is silence, 1 as it comes. Kept for inputs that come later. */
  setLoudness(input: SoundInput, loudness: number): void {
    this.#loudness.set(input, loudness)
    const node = this.#inputs.get(input)
    // A step would click; this is done in a hundredth of a second.
    node?.gain.gain.setTargetAtTime(loudness, this.#context.currentTime, 0.01)
  }

  loudness(input: SoundInput): number {
    return this.#loudness.get(input) ?? 1
  }

  /** Lets something listen to what goes out, made in this mix's own context. */
  listen<T extends { readonly input: AudioNode }>(make: (context: BaseAudioContext) => T): T {
    const listener = make(this.#context)
    this.#sum.connect(listener.input)
    return listener
  }

  async close(): Promise<void> {
    for (const input of [...this.#inputs.keys()]) this.#connect(input, null)
    await this.#context.close()
  }

  #connect(input: SoundInput, source: AudioNode | null): void {
    const old = this.#inputs.get(input)
    old?.source.disconnect()
    old?.gain.disconnect()
    this.#inputs.delete(input)
    if (!source) return
    const gain = this.#context.createGain()
    gain.gain.value = this.loudness(input)
    source.connect(gain).connect(this.#sum)
    this.#inputs.set(input, { source, gain })
  }
}
