import { concat } from '../kernel/bytes.ts'

/**
 * The only file that touches what browsers offer on secured addresses alone. Everybody else asks
 * here what there is, and gets `undefined` or a rejection where there is nothing.
 */

/** Why camera and microphone are not there, or that they are. */
export type CaptureAbility = 'here' | 'address-not-trusted' | 'browser-has-none'

export type Capabilities = {
  /** https, or the box's own screen. */
  readonly trusted: boolean
  readonly capture: CaptureAbility
  readonly screenCapture: boolean
  readonly staysAwake: boolean
  readonly vibration: boolean
  readonly audio: boolean
  /** Media over WebRTC. */
  readonly media: boolean
  /** Tells of every presented frame, so that picture delay can be measured. */
  readonly frameTimes: boolean
}

/** Asked once, when a page starts. */
export function probeCapabilities(): Capabilities {
  const trusted = globalThis.isSecureContext
  const hasMedia = typeof RTCPeerConnection === 'function'
  // Typed as always there; on plain http it is not.
  const capture: Partial<MediaDevices> = navigator.mediaDevices ?? {}
  return {
    trusted,
    capture: capture.getUserMedia ? 'here' : trusted ? 'browser-has-none' : 'address-not-trusted',
    screenCapture: capture.getDisplayMedia !== undefined,
    staysAwake: 'wakeLock' in navigator,
    vibration: 'vibrate' in navigator,
    audio: typeof AudioContext === 'function',
    media: hasMedia,
    frameTimes: typeof HTMLVideoElement === 'function' && 'requestVideoFrameCallback' in HTMLVideoElement.prototype,
  }
}

/** Vibrates once for so many milliseconds, where the device can. */
export function vibrate(ms: number): void {
  if ('vibrate' in navigator) navigator.vibrate(ms)
}

/** What a phone's browser tells of its network; few others do, and TypeScript's library knows it of none. */
type NetworkNews = { readonly type?: string; addEventListener?(type: 'change', run: () => void): void }

/** Runs when the device has gone over to another kind of network, where the browser tells: Wi-Fi to mobile, or back. */
export function onNetworkChange(run: () => void): void {
  const network = (navigator as { connection?: NetworkNews }).connection
  let kind = network?.type
  network?.addEventListener?.('change', () => {
    // Estimates of speed are news too, and come every few seconds.
    if (network.type === kind) return
    kind = network.type
    if (kind !== 'none') run()
  })
}

export type CameraWish = { readonly camera?: string; readonly microphone?: string; readonly video: boolean; readonly audio: boolean; /** Somebody beside the teacher: a phone that also watches, perhaps far from its microphone. A smaller picture, sound filtered for speech. */ readonly guest?: boolean }

/**
 * Camera and microphone, 720p at 30 where the camera can. The microphone comes untouched by the
 * browser's speech filters save echo, because a class may have music. Rejects with `DOMException`
 * as browsers do: `NotAllowedError`, `NotFoundError`, `NotReadableError`; also where the address is
 * not trusted.
 */
export async function openCamera({ camera, microphone, video, audio, guest = false }: CameraWish): Promise<MediaStream> {
  const picture = { width: { ideal: guest ? 960 : 1280 }, height: { ideal: guest ? 540 : 720 }, frameRate: { ideal: 30, max: 30 }, ...(camera ? { deviceId: { exact: camera } } : {}) }
  const sound = { echoCancellation: true, noiseSuppression: guest, autoGainControl: guest, ...(microphone ? { deviceId: { exact: microphone } } : {}) }
  return devices().getUserMedia({ video: video && picture, audio: audio && sound })
}

/** What the person picks to show, with its sound where the browser offers it. Rejects when they pick nothing. */
export async function openScreen(): Promise<MediaStream> {
  return devices().getDisplayMedia({ video: { frameRate: { ideal: 30, max: 30 } }, audio: true })
}

/**
 * Keeps the screen on while the page is seen, where the browser can. Browsers let go of it whenever
 * the page is hidden, so it is taken again each time it shows. Returns the end of it.
 */
export function keepAwake(): () => void {
  let held: WakeLockSentinel | undefined
  let ended = false
  const take = async (): Promise<void> => {
    if (ended || document.visibilityState !== 'visible' || (held && !held.released)) return
    try {
      held = await navigator.wakeLock?.request('screen')
      if (ended) await held?.release()
    } catch (error) {
      // Refused on a low battery: the screen goes dark as it would have.
      if (!(error instanceof DOMException)) throw error
    }
  }
  const onChange = (): void => void take()
  document.addEventListener('visibilitychange', onChange)
  onChange()
  return () => {
    ended = true
    document.removeEventListener('visibilitychange', onChange)
    void held?.release()
  }
}

function devices(): MediaDevices {
  // Typed as always there; on plain http it is not.
  const found: MediaDevices | undefined = navigator.mediaDevices
  if (!found) throw new DOMException('this address is not trusted', 'NotAllowedError')
  return found
}

/** The browser's own SHA-256 of bytes one behind the other, several times faster than a page's; undefined where it is not there. */
export function ownDigest(): ((parts: readonly Uint8Array[]) => Promise<Uint8Array>) | undefined {
  // Typed as always there; on plain http it is not.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle
  return subtle && (async (parts) => new Uint8Array(await subtle.digest('SHA-256', concat(...parts) as Uint8Array<ArrayBuffer>))) // Made just now, so not shared.
}
