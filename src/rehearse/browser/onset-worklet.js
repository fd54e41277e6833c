/** Reports the first loud sample after a silence, by context time and by the wall clock. */
const LOUD = 0.15
const SILENCE_FRAMES = 48_000 * 0.25

registerProcessor('onset', class extends AudioWorkletProcessor {
  #quietFor = 0

  process(inputs) {
    const channel = inputs[0]?.[0]
    if (!channel) return true
    for (let i = 0; i < channel.length; i++) {
      if (Math.abs(channel[i]) < LOUD) {
        this.#quietFor++
        continue
      }
      if (this.#quietFor > SILENCE_FRAMES) this.port.postMessage({ contextTime: (currentFrame + i) / sampleRate, wallMs: Date.now() })
      this.#quietFor = 0
    }
    return true
  }
})
