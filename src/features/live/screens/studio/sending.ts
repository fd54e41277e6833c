import { type Signal, signal } from '@preact/signals'
import type { PublisherId } from '../../../../kernel/ids.ts'
import { openCamera, openScreen } from '../../../../ui/capabilities.ts'
import { AudioMix, type SoundInput } from '../link/audio-mix.ts'
import type { ClassLink } from '../link/class-link.ts'
import { type MediaFile, openMediaFile } from '../link/media-file.ts'
import { pageDeps } from '../link/page-deps.ts'
import { LoudnessMeter } from './loudness/loudness-meter.ts'
import { Publish, type PublishDeps, type PublishEvent } from '../link/publish.ts'

export type { SoundInput }
export type SourceKind = 'camera' | 'screen' | 'file' | 'obs'
/** Why nothing, or not what was chosen, goes out. */
export type Trouble = 'camera-lost' | 'screen-lost' | 'file-lost' | 'denied' | 'not-found' | 'failed' | 'link-lost'

export type SendingState = {
  /** What the host chose; null while nothing is sent from here. */
  readonly source: SourceKind | null
  readonly starting: boolean
  readonly trouble: Trouble | null
  readonly preview: MediaStream | null
  /** Inputs that are there, and whether the class hears them. */
  readonly sounds: Partial<Readonly<Record<SoundInput, boolean>>>
}

export type SendingDeps = {
  readonly client: PublishDeps['client']
  readonly code: () => string | null
  readonly link: () => ClassLink | undefined
  /** The session stands: what is sent from here should be what the class sees. */
  readonly onPublishing: (publisher: PublisherId) => void
  /** How this browser's wall clock stands to the shared one, microseconds; told again and again, since it drifts. */
  readonly onClock: (publisher: PublisherId, offset: number) => void
}

const NOTHING: SendingState = { source: null, starting: false, trouble: null, preview: null, sounds: {} }
const CLOCK_EVERY_MS = 5000

/**
 * What the studio itself sends: one picture at a time, any of the sounds. Sources change inside one
 * session, so neither the box nor a phone negotiates anything when they do.
 */
export class Sending {
  readonly state: Signal<SendingState> = signal(NOTHING)
  readonly publisher: Signal<PublisherId | null> = signal(null)
  readonly #deps: SendingDeps
  #mix: AudioMix | undefined
  #meter: LoudnessMeter | undefined
  #publish: Publish | undefined
  #streams: MediaStream[] = []
  /** The track behind each input that is heard now. */
  readonly #tracks = new Map<SoundInput, MediaStreamTrack>()
  #file: MediaFile | undefined
  #timers: ReturnType<typeof setInterval>[] = []

  constructor(deps: SendingDeps) {
    this.#deps = deps
  }

  async choose(kind: 'camera' | 'screen' | 'obs'): Promise<void> {
    if (kind === 'obs') {
      this.stop()
      this.#set({ source: 'obs' })
      return
    }
    await this.#begin(kind, async () => {
      const stream = kind === 'camera' ? await openCameraOrMicrophone() : await openScreen()
      const [picture, sound] = [stream.getVideoTracks()[0] ?? null, stream.getAudioTracks()[0] ?? null]
      await this.#show(kind, picture)
      this.#streams.push(stream)
      if (sound !== null) this.#hear(kind === 'camera' ? 'microphone' : 'screen', sound)
      return stream
    })
  }

  async chooseFile(file: File): Promise<void> {
    await this.#begin('file', async () => {
      const opened = await openMediaFile(file)
      opened.element.onended = () => this.#set({ trouble: 'file-lost' })
      this.#mix?.setElement('file', opened.element)
      try {
        await opened.element.play()
      } catch (error) {
        this.#mix?.setElement('file', null)
        opened.close()
        throw error
      }
      // Only now: a file that stands still gives no frames, and the class would look at nothing.
      await this.#show('file', opened.track)
      this.#file?.close()
      this.#file = opened
      this.#set({ sounds: { ...this.state.peek().sounds, file: true } })
      return new MediaStream([opened.track])
    })
  }

  /** The microphone that is open here, whether the class hears it or not. */
  get microphone(): MediaStreamTrack | undefined {
    return this.#tracks.get('microphone')
  }

  /** Loudness of what goes out: blocks of 100 ms since the last call, tenths of LUFS. */
  takeLoudness(): number[] {
    return this.#meter?.take() ?? []
  }

  /** Whether the class hears an input. */
  async route(input: SoundInput, heard: boolean): Promise<void> {
    await this.#mix?.resume()
    this.#mix?.setLoudness(input, heard ? 1 : 0)
    this.#set({ sounds: { ...this.state.peek().sounds, [input]: heard } })
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    this.#publish?.stop()
    this.#publish = undefined
    this.#closePicture(null)
    for (const stream of this.#streams) for (const track of stream.getTracks()) track.stop()
    this.#streams = []
    this.#tracks.clear()
    void this.#mix?.close()
    this.#mix = undefined
    this.#meter?.close()
    this.#meter = undefined
    this.publisher.value = null
    this.state.value = NOTHING
  }

  #openMix(): AudioMix {
    const mix = new AudioMix()
    this.#meter = mix.listen((context) => new LoudnessMeter(context))
    return mix
  }

  async #begin(kind: SourceKind, open: () => Promise<MediaStream>): Promise<void> {
    this.#set({ starting: true, trouble: null })
    try {
      const mix = this.#mix ??= this.#openMix()
      await mix.resume()
      const stream = await open()
      this.#closePicture(stream)
      this.#set({ source: kind, preview: new MediaStream(stream.getVideoTracks()) })
      this.#startPublishing(mix)
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      this.#set({ trouble: troubleOf(error) })
    } finally {
      this.#set({ starting: false })
    }
  }

  async #show(source: 'camera' | 'screen' | 'file', track: MediaStreamTrack | null): Promise<void> {
    this.#picture = track === null ? null : { track, source }
    await this.#publish?.setPicture(this.#picture)
  }

  #picture: Parameters<Publish['setPicture']>[0] = null

  /** Pictures that are not shown any more are given back, so that the camera's light goes out; sounds stay. */
  #closePicture(keep: MediaStream | null): void {
    for (const stream of this.#streams) {
      if (stream !== keep) for (const track of stream.getVideoTracks()) track.stop()
    }
    this.#streams = this.#streams.filter((stream) => stream === keep || stream.getTracks().some((track) => track.readyState === 'live'))
    if (this.#file !== undefined && this.#file.track !== keep?.getVideoTracks()[0]) {
      this.#mix?.setElement('file', null)
      this.#file.close()
      this.#file = undefined
      const { file: _, ...sounds } = this.state.peek().sounds
      this.#set({ sounds })
    }
  }

  #hear(input: SoundInput, track: MediaStreamTrack): void {
    this.#tracks.get(input)?.stop()
    this.#tracks.set(input, track)
    this.#mix?.setTrack(input, track)
    this.#set({ sounds: { ...this.state.peek().sounds, [input]: (this.#mix?.loudness(input) ?? 1) > 0 } })
    track.addEventListener('ended', () => {
      if (this.#tracks.get(input) !== track) return
      this.#tracks.delete(input)
      this.#mix?.setTrack(input, null)
      const { [input]: _, ...sounds } = this.state.peek().sounds
      this.#set({ sounds })
    }, { once: true })
  }

  #startPublishing(mix: AudioMix): void {
    const [code, link] = [this.#deps.code(), this.#deps.link()]
    if (this.#publish !== undefined || code === null || link === undefined) return
    const publish = new Publish({ code, client: this.#deps.client, mix, link, ...pageDeps })
    this.#publish = publish
    publish.on((event) => this.#heard(event))
    void publish.setPicture(this.#picture)
    publish.start()
    this.#timers.push(setInterval(() => this.#tellClock(), CLOCK_EVERY_MS))
  }

  #heard(event: PublishEvent): void {
    if (event.type === 'picture-ended') {
      this.#set({ trouble: `${event.source}-lost`, preview: null })
      return
    }
    const id = event.publisher as PublisherId | null // The last part of the resource's path, as the box named it.
    this.publisher.value = id
    if (event.state.state === 'lost' || event.state.state === 'refused') this.#set({ trouble: 'link-lost' })
    if (event.state.state !== 'open') return
    if (this.state.peek().trouble === 'link-lost') this.#set({ trouble: null })
    if (id === null) return
    this.#deps.onPublishing(id)
    this.#tellClock()
  }

  #tellClock(): void {
    const [id, offset] = [this.publisher.peek(), this.#publish?.ntpToHubMicros()]
    if (id !== null && offset !== undefined) this.#deps.onClock(id, Math.round(offset))
  }

  #set(part: Partial<SendingState>): void {
    this.state.value = { ...this.state.peek(), ...part }
  }
}

/** A machine without a camera still has a voice. */
async function openCameraOrMicrophone(): Promise<MediaStream> {
  try {
    return await openCamera({ video: true, audio: true })
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error
    return openCamera({ video: false, audio: true })
  }
}

function troubleOf(error: DOMException): Trouble {
  if (error.name === 'NotAllowedError') return 'denied'
  return error.name === 'NotFoundError' ? 'not-found' : 'failed'
}
