/** What happened in one window. All times are milliseconds on the clock that the windows of one browser share. */
export type Watched = {
  /** When the Cue key went down, by the event's own stamp. */
  readonly presses: number[]
  /** When a command with a cue left over the socket. */
  readonly sent: number[]
  /** First copies of cues as they came in, by whichever way. */
  readonly arrivals: { readonly cue: string; readonly way: 'socket' | 'channel'; readonly at: number }[]
  /** The frame that showed the light, or the first sample at the audio output's timestamp. */
  readonly outputs: { readonly by: 'light' | 'sound'; readonly at: number }[]
  /** The studio's news of results, as text; the last for a cue is the settled one. */
  readonly results: Record<string, string>
  /** What the phone has told of its link; milliseconds. */
  readonly needs: { readonly leadMs: number | null; readonly roundTripMs: number | null; readonly at: number }[]
  channelOpen: boolean
  /** When the hub let the page in, at first and after each loss of the link. */
  readonly entered: number[]
  /** When frames of the page's picture were presented, since {@link watchFrames}. */
  readonly frames: number[]
}

declare global {
  var watched: Watched
}

/** The way to the media port that this window must take instead of the hub's own candidates. */
export type Detour = { readonly address: string; readonly port: number } | null

/** Runs in every window before the page's own scripts; must use nothing from outside itself. */
export function watchWindow(detour: Detour): void {
  const LOOK_AFTER_MS = 200
  const shared = (at = performance.now()): number => performance.timeOrigin + at
  const watched: Watched = { presses: [], sent: [], arrivals: [], outputs: [], results: {}, needs: [], channelOpen: false, entered: [], frames: [] }
  globalThis.watched = watched

  addEventListener('pointerdown', (event) => {
    if (event.target instanceof Element && event.target.closest('.btn-cue') !== null) watched.presses.push(shared(event.timeStamp))
  }, { capture: true })

  const arrived = (text: string, way: 'socket' | 'channel'): void => {
    const cue = /"type":"cue","cue":\{"id":"([^"]+)"/.exec(text)?.[1]
    if (cue !== undefined && !watched.arrivals.some((one) => one.cue === cue && one.way === way)) watched.arrivals.push({ cue, way, at: shared() })
  }

  globalThis.WebSocket = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      this.addEventListener('message', ({ data }) => {
        const text = String(data)
        arrived(text, 'socket')
        if (text.startsWith('{"type":"entered"')) watched.entered.push(shared())
        const cue = /"type":"cue-result","result":\{"cue":"([^"]+)"/.exec(text)?.[1]
        if (cue !== undefined) watched.results[cue] = text
      })
    }
    override send(data: string | Blob | BufferSource): void {
      if (typeof data === 'string') {
        if (data.includes('press-cue')) watched.sent.push(shared())
        if (data.includes('roundTripMs')) {
          const { leadMs, roundTripMs } = JSON.parse(JSON.parse(data).m)
          watched.needs.push({ leadMs, roundTripMs, at: shared() })
        }
      }
      super.send(data)
    }
  }

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, options)
      channel.addEventListener('open', () => { watched.channelOpen = true })
      channel.addEventListener('close', () => { watched.channelOpen = false })
      channel.addEventListener('message', ({ data }) => arrived(String(data), 'channel'))
      return channel
    }
    override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      if (detour === null || description.sdp === undefined) return super.setRemoteDescription(description)
      let isNamed = false
      const lines = description.sdp.split('\r\n').flatMap((line) => {
        if (!line.startsWith('a=candidate:')) return [line]
        if (isNamed) return []
        isNamed = true
        return [`a=candidate:1 1 UDP 2122252543 ${detour.address} ${detour.port} typ host`]
      })
      return super.setRemoteDescription({ type: description.type, sdp: lines.join('\r\n') })
    }
  }

  const start = AudioBufferSourceNode.prototype.start
  AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, when = 0, ...rest: number[]) {
    start.call(this, when, ...rest)
    const context = this.context
    if (!(context instanceof AudioContext)) return
    setTimeout(() => {
      const { contextTime, performanceTime } = context.getOutputTimestamp()
      if (contextTime === undefined || performanceTime === undefined) return
      watched.outputs.push({ by: 'sound', at: shared(performanceTime + (when - contextTime) * 1000) })
    }, LOOK_AFTER_MS)
  }

  addEventListener('DOMContentLoaded', () => {
    let isLit = false
    new MutationObserver(() => {
      const isNow = document.querySelector('.is-cue') !== null
      // What changed is on the screen when the next frame begins.
      if (isNow && !isLit) requestAnimationFrame((frame) => watched.outputs.push({ by: 'light', at: shared(frame) }))
      isLit = isNow
    }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ['class'] })
  })
}

/** Runs in a window that shows a picture. */
export function watchFrames(): void {
  const video = document.querySelector('video')
  if (video === null) throw new Error('no picture to watch')
  const next = (_: number, frame: VideoFrameCallbackMetadata): void => {
    watched.frames.push(performance.timeOrigin + frame.presentationTime)
    video.requestVideoFrameCallback(next)
  }
  video.requestVideoFrameCallback(next)
}
