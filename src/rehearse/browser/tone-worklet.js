/** A tone of 80 ms every 700 ms; each beginning is reported with the wall clock, the only one a worklet has. */
const EVERY_FRAMES = 48_000 * 0.7
const TONE_FRAMES = 48_000 * 0.08
const STEP = (2 * Math.PI * 1000) / 48_000

registerProcessor('tone', class extends AudioWorkletProcessor {
  #frame = 0

  process(_inputs, outputs) {
    const channel = outputs[0]?.[0]
    if (!channel) return true
    for (let i = 0; i < channel.length; i++) {
      const at = this.#frame++ % EVERY_FRAMES
      if (at === 0) this.port.postMessage(Date.now())
      channel[i] = at < TONE_FRAMES ? 0.6 * Math.sin(at * STEP) : 0
    }
    return true
  }
})
