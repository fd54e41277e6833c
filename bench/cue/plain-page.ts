import { CueLight } from '../../src/features/live/screens/link/cue-light.ts'
import { CueSound } from '../../src/features/live/screens/link/cue-sound.ts'
import { localMicros, pageTimers } from '../../src/ui/timers.ts'
import { gathered } from '../../src/rehearse/browser/peer.ts'

/**
 * The peer: a cue as a plain message over reliable, ordered data channels, straight from window to
 * window, played by our own light and sound as soon as it comes.
 */
class Plain {
  readonly #connections = new Map<number, { readonly peer: RTCPeerConnection; readonly channel: RTCDataChannel }>()
  readonly #light = new CueLight({ element: () => document.body, frames: window, timers: pageTimers, now: localMicros })
  readonly #sound = new CueSound({ timers: pageTimers, now: localMicros })

  /** The host's side: an offer for one phone. */
  async offer(phone: number): Promise<string> {
    const peer = new RTCPeerConnection()
    this.#connections.set(phone, { peer, channel: peer.createDataChannel('cues') })
    return gathered(peer, await peer.createOffer())
  }

  async accept(phone: number, sdp: string): Promise<void> {
    await this.#connections.get(phone)?.peer.setRemoteDescription({ type: 'answer', sdp })
  }

  get open(): number {
    return [...this.#connections.values()].filter(({ channel }) => channel.readyState === 'open').length
  }

  /** A key as the studio's, for the same press. */
  showKey(): void {
    const key = Object.assign(document.createElement('button'), { className: 'btn-cue', textContent: 'cue' })
    key.addEventListener('pointerdown', () => {
      for (const { channel } of this.#connections.values()) channel.send('cue')
    })
    document.body.append(key)
  }

  /** A phone's side. */
  async answer(offer: string, sounds: boolean): Promise<string> {
    if (sounds) await this.#sound.unlock()
    const peer = new RTCPeerConnection()
    peer.addEventListener('datachannel', ({ channel }) => {
      channel.addEventListener('message', () => {
        const now = localMicros()
        if (sounds) void this.#sound.play(now)
        void this.#light.rise(now)
      })
    })
    await peer.setRemoteDescription({ type: 'offer', sdp: offer })
    return gathered(peer, await peer.createAnswer())
  }
}

Object.assign(globalThis, { plain: new Plain() })
