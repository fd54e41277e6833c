import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { Unreachable } from '../../../../ui/client.ts'
import type { Prepared } from '../../wire/words.ts'
import type { Run } from '../../wire/run.ts'
import type { PrefetchedFilesDeps } from '../link/prefetch/prefetched-files.ts'
import type { Prefetcher, ShownPicture } from '../link/prefetch/prefetcher.ts'
import type { LearnerState } from './state.ts'

/** What may be fetched beside the class: nothing that could cost it its sound. */
export function fileSight({ rung, media, link }: Pick<LearnerState, 'rung' | 'media' | 'link'>, isSeen: boolean): ReturnType<PrefetchedFilesDeps['sight']> {
  const asleep = !isSeen && media.sound !== 'playing' // The browser stops a page that is hidden and silent.
  if (link.state === 'lost') return { rung: 'plan', cause: 'silent', soundSuffers: false, asleep }
  return { rung: rung?.rung ?? 'full', cause: rung?.cause ?? 'none', soundSuffers: media.picture === 'stalled', asleep }
}

/**
 * The files of the class on this phone: slides, overlays and music. What fetches them ahead is loaded
 * once something is to be fetched, and never on the way to the first picture.
 */
export class ClassFiles {
  readonly #deps: PrefetchedFilesDeps
  readonly #pictures: Signal<ReadonlyMap<string, ShownPicture>> = signal(new Map())
  readonly #ready: Signal<Prepared | undefined> = signal(undefined)
  #prefetcher: Promise<Prefetcher> | undefined
  #loaded: Prefetcher | undefined
  #hasEnded = false

  constructor(deps: PrefetchedFilesDeps) {
    this.#deps = deps
  }

  /** Pictures that are here, by their ids. */
  get pictures(): ReadonlySignal<ReadonlyMap<string, ShownPicture>> {
    return this.#pictures
  }

  /** How much of what the plan needs is here, as it changes. */
  get ready(): ReadonlySignal<Prepared | undefined> {
    return this.#ready
  }

  /** The link is good: a seat that sounds gets ready for what may be played without a plan. */
  prepare(): void {
    if (this.#loaded === undefined && this.#deps.seat().sounds) this.#use((files) => files.look())
  }

  hear(run: Run | null, startsAt: Parameters<Prefetcher['hear']>[1]): void {
    if (this.#prefetcher === undefined && !run?.items.some(({ picture, music }) => picture !== undefined || music !== null)) return
    this.#use((files) => files.hear(run, startsAt))
  }

  /** Undefined before anything is known of the plan. */
  prepared(): Prepared | undefined {
    return this.#loaded?.prepared()
  }

  /** Whether all of a track is on this page. */
  isHere(track: string): boolean {
    return this.#loaded?.isHere(track) ?? false
  }

  /** Of a track that is to sound. Rejects as fetching does. */
  bytes(track: string): Promise<ArrayBuffer> {
    return this.#load().then(
      (files) => files.bytes(track),
      (cause: unknown) => {
        this.#prefetcher = undefined
        throw new Unreachable({ cause })
      },
    )
  }

  /** `isOver`: the class is over, and not only this visit of it. */
  end(isOver = false): void {
    this.#hasEnded = true
    this.#loaded?.end(isOver)
  }

  #use(work: (files: Prefetcher) => void): void {
    this.#load().then(work, () => { this.#prefetcher = undefined }) // The link may be gone just now: the next news loads it.
  }

  #load(): Promise<Prefetcher> {
    return (this.#prefetcher ??= import('../link/prefetch/prefetched-files.ts').then(({ prefetchedFiles }) => {
      const files = prefetchedFiles(this.#deps)
      this.#loaded = files
      files.ready.subscribe((ready) => void (this.#ready.value = ready))
      files.pictures.subscribe((pictures) => void (this.#pictures.value = pictures))
      if (this.#hasEnded) files.end()
      return files
    }))
  }
}
