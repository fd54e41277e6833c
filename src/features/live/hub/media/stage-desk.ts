import type { ClassId, PublisherId } from '../../../../kernel/ids.ts'
import type { EngineEvent, MediaEngine } from '../../../../media/engine.ts'
import { m } from '../../../../words/messages.js'
import { applyStage, coveredVoice, EMPTY_STAGE, onAir, programmeOf, publishersOf } from '../../rules/stage.ts'
import type { ShownGuest, Stage, StageEvent, StagePublisher } from '../../rules/stage.ts'
import type { Publisher } from '../../wire/words.ts'

type StageDeskDeps = {
  /** Null while media does not work. */
  readonly engine: () => Pick<MediaEngine, 'setProgramme' | 'setVoice' | 'setPublisherClock' | 'close'> | null
  /** Publishers or what arrives of the programme changed. */
  readonly onChange: (classId: ClassId) => void
  readonly onFault: (error: unknown) => void
}

/** Who publishes to which class, and whom the class sees; memory of this run, as the media is. */
export class StageDesk {
  readonly #deps: StageDeskDeps
  readonly #stages = new Map<ClassId, Stage>()
  readonly #classOf = new Map<PublisherId, ClassId>()

  constructor(deps: StageDeskDeps) {
    this.#deps = deps
  }

  publishers(classId: ClassId): Publisher[] {
    return publishersOf(this.#stage(classId), m.live_publisher_guest())
  }

  programme(classId: ClassId): { video: boolean; audio: boolean } {
    return programmeOf(this.#stage(classId))
  }

  /** Who presents, also while a guest covers them; null: nobody. */
  presenter(classId: ClassId): PublisherId | null {
    return this.#stage(classId).programme
  }

  find(classId: ClassId, id: string): StagePublisher | undefined {
    return this.#stage(classId).publishers.find((one) => one.id === id)
  }

  add(classId: ClassId, publisher: Omit<StagePublisher, 'video' | 'audio'>): void {
    this.#classOf.set(publisher.id, classId)
    this.#apply(classId, { type: 'came', publisher })
  }

  choose(classId: ClassId, id: PublisherId | null): void {
    this.#apply(classId, { type: 'chosen', id })
  }

  /** A learner's picture covers the programme, or none does any more. */
  showGuest(classId: ClassId, shown: { readonly source: Omit<ShownGuest, 'line'>; readonly line: 0 | 1 } | null): void {
    const before = this.#stage(classId).guest
    if (!shown && !before) return
    this.#apply(classId, { type: 'guest-shown', guest: shown && { ...shown.source, line: shown.line } })
  }

  /** How a publisher's wall clock stands to the shared one, microseconds. */
  setClock(id: PublisherId, offset: number): void {
    this.#attempt(this.#deps.engine()?.setPublisherClock(id, offset))
  }

  /** Ends every publisher of a class. */
  clear(classId: ClassId): void {
    for (const { id } of this.#stage(classId).publishers) this.#attempt(this.#deps.engine()?.close(id))
  }

  /** Ends the publishers of one owner, when their right to publish ended. */
  closeOwned(owner: string): void {
    for (const { publishers } of this.#stages.values()) {
      for (const one of publishers) if (one.owner === owner) this.#attempt(this.#deps.engine()?.close(one.id))
    }
  }

  onEngine(event: EngineEvent): void {
    const id = event.id as PublisherId // Only looked up: ids that are no publisher's are not found.
    const classId = this.#classOf.get(id)
    if (!classId) return
    if (event.type === 'media') this.#apply(classId, { type: 'media', id, kind: event.kind, flowing: event.flowing })
    if (event.type === 'closed') {
      this.#classOf.delete(id)
      this.#apply(classId, { type: 'gone', id })
    }
  }

  /** Media died, and everybody who sent with it. Who comes back finds their place kept. */
  mediaDied(): void {
    for (const [id, classId] of this.#classOf) this.#apply(classId, { type: 'gone', id })
    this.#classOf.clear()
  }

  #stage(classId: ClassId): Stage {
    return this.#stages.get(classId) ?? EMPTY_STAGE
  }

  #apply(classId: ClassId, event: StageEvent): void {
    const before = this.#stage(classId)
    const after = applyStage(before, event)
    this.#stages.set(classId, after)
    this.#wire(classId, before, after)
    if (after !== before) this.#deps.onChange(classId)
  }

  #wire(classId: ClassId, before: Stage, after: Stage): void {
    const engine = this.#deps.engine()
    const [had, has] = [coveredVoice(before), coveredVoice(after)]
    if (had && had.line !== has?.line) this.#attempt(engine?.setVoice(classId, had.line, undefined))
    if (onAir(after) !== onAir(before)) this.#attempt(engine?.setProgramme(classId, onAir(after) ?? undefined))
    if (has && (has.line !== had?.line || has.id !== had.id)) this.#attempt(engine?.setVoice(classId, has.line, has.id))
  }

  #attempt(work: Promise<void> | undefined): void {
    work?.catch(this.#deps.onFault)
  }
}
