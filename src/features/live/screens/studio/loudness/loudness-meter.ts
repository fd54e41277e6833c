import { BlockCutter } from '../../../rules/loudness/block-cutter.ts'
import { kWeighting } from '../../../rules/loudness/k-weighting.ts'

/** The most an analyser keeps: two thirds of a second and more, so that a busy page may look late. */
const WINDOW = 32_768

/**
 * Measures one sound of an audio context: its own filters weight it, and an analyser keeps what came. Nodes of
 * this kind are there at every address, an AudioWorklet only at trusted ones.
 */
export class LoudnessMeter {
  /** What is to be measured is connected to this. */
  readonly input: AudioNode
  readonly #context: BaseAudioContext
  readonly #nodes: readonly AudioNode[]
  readonly #analyser: AnalyserNode
  readonly #cutter: BlockCutter
  readonly #samples = new Float32Array(WINDOW)
  #lookedAt: number

  constructor(context: BaseAudioContext) {
    const [shelf, highPass] = kWeighting(context.sampleRate).map(({ b, a }) => context.createIIRFilter([...b], [...a])) as [IIRFilterNode, IIRFilterNode]
    this.#context = context
    this.#analyser = context.createAnalyser()
    this.#analyser.fftSize = WINDOW
    shelf.connect(highPass).connect(this.#analyser)
    this.input = shelf
    this.#nodes = [shelf, highPass, this.#analyser]
    this.#cutter = new BlockCutter(context.sampleRate)
    this.#lookedAt = context.currentTime
  }

  /** Blocks of 100 ms since the last call, tenths of LUFS. */
  take(): number[] {
    const at = this.#context.currentTime
    const fresh = Math.round((at - this.#lookedAt) * this.#context.sampleRate)
    this.#lookedAt = at
    this.#analyser.getFloatTimeDomainData(this.#samples)
    return this.#cutter.take(this.#samples, fresh)
  }

  close(): void {
    for (const node of this.#nodes) node.disconnect()
  }
}
