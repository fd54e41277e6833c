/** What the stories watch inside a page, where nothing of the product tells: its connections, frames, lights and tracks. */
export type Probe = {
  /** Every peer connection the page ever made, oldest first. */
  readonly connections: RTCPeerConnection[]
  /** Answers taken by all of them: one per connection unless somebody renegotiates. */
  answers: number
  /** How often the page's light rose. */
  lights: number
  /** Cues of which the page has heard the last result. */
  readonly cuesSettled: Set<string>
  readonly sockets: WebSocket[]
  /** Numbers of the last command over the newest socket, and of the last that the box says it has kept. */
  lastSent: number
  lastKept: number
  /** What was put on the clipboard last. */
  copied: string
  /** Every element that ever was asked to play, in the document or not. */
  readonly players: Set<HTMLMediaElement>
  /** What camera, microphone and screen gave. */
  readonly captured: MediaStreamTrack[]
  /** Times of presented frames of the page's picture, milliseconds. */
  readonly frames: number[]
  /** From now on `frames` is filled. */
  watchFrames(): void
  received(): Promise<Received>
}

/** Sums over the receivers of all connections. */
export type Received = {
  readonly framesDecoded: number
  readonly videoPackets: number
  readonly audioPackets: number
  readonly audioSamples: number
  readonly audioEnergy: number
}

declare global {
  var probe: Probe
}

/** Runs in every page before the page's own scripts; must use nothing from outside itself. */
export function installProbe(): void {
  const probe: Probe = {
    connections: [], answers: 0, lights: 0, copied: '', sockets: [], lastSent: 0, lastKept: 0, cuesSettled: new Set(), players: new Set(), captured: [], frames: [],
    watchFrames() {
      const video = document.querySelector('video')
      if (video === null) throw new Error('no picture to watch')
      const next = (): void => {
        probe.frames.push(performance.now())
        video.requestVideoFrameCallback(next)
      }
      video.requestVideoFrameCallback(next)
    },
    async received() {
      let [framesDecoded, videoPackets, audioPackets, audioSamples, audioEnergy] = [0, 0, 0, 0, 0]
      for (const connection of probe.connections) {
        for (const stat of (await connection.getStats()).values()) {
          if (stat.type !== 'inbound-rtp') continue
          framesDecoded += stat.framesDecoded ?? 0
          if (stat.kind === 'video') videoPackets += stat.packetsReceived ?? 0
          if (stat.kind !== 'audio') continue
          audioPackets += stat.packetsReceived ?? 0
          audioSamples += stat.totalSamplesReceived ?? 0
          audioEnergy += stat.totalAudioEnergy ?? 0
        }
      }
      return { framesDecoded, videoPackets, audioPackets, audioSamples, audioEnergy }
    },
  }
  globalThis.probe = probe

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      probe.connections.push(this)
    }
    override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      probe.answers++
      return super.setRemoteDescription(description)
    }
  }

  globalThis.WebSocket = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      probe.sockets.push(this)
      probe.lastSent = probe.lastKept = 0
      this.addEventListener('message', ({ data }) => {
        const cue = /"type":"cue-result","result":\{"cue":"([^"]+)".*"settled":true/.exec(String(data))?.[1]
        if (cue !== undefined) probe.cuesSettled.add(cue)
        const kept = /^\{"type":"kept","n":(\d+)/.exec(String(data))?.[1]
        if (kept !== undefined) probe.lastKept = Number(kept)
      })
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      const sent = /"n":(\d+)/.exec(String(data))?.[1]
      if (sent !== undefined) probe.lastSent = Number(sent)
      super.send(data)
    }
  }

  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    probe.players.add(this)
    return play.call(this)
  }

  // Typed as always there; on plain http it is not.
  const devices: MediaDevices | undefined = navigator.mediaDevices
  for (const name of ['getUserMedia', 'getDisplayMedia'] as const) {
    const given = devices?.[name].bind(devices)
    if (given === undefined) continue
    devices[name] = async (wish) => {
      const stream = await given(wish)
      probe.captured.push(...stream.getTracks())
      return stream
    }
  }

  addEventListener('DOMContentLoaded', () => {
    let lit = false
    new MutationObserver(() => {
      const now = document.querySelector('.is-cue') !== null
      if (now && !lit) probe.lights++
      lit = now
    }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ['class'] })
  })
}
