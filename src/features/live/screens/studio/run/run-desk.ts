import type { ReadonlySignal } from '@preact/signals'
import type { ItemId } from '../../../../../kernel/ids.ts'
import type { PlanItem, Run, RunMove } from '../../../wire/run.ts'
import { runAt } from '../../../rules/run/walk.ts'
import type { StudioRoom } from '../room.ts'

/**
 * What a host does to the run of show. Each press names the run it was made on, so that two devices
 * which press at once move it once; the second reads where the class is.
 */
export class RunDesk {
  readonly run: ReadonlySignal<Run | null>
  readonly #room: StudioRoom

  constructor(room: StudioRoom, run: ReadonlySignal<Run | null>) {
    this.#room = room
    this.run = run
  }

  next(): Promise<boolean> { return this.#move({ do: 'next' }) }
  goTo(item: ItemId): Promise<boolean> { return this.#move({ do: 'go-to', item }) }
  skip(item: ItemId): Promise<boolean> { return this.#move({ do: 'skip', item }) }
  /** Whole seconds, fewer when negative. */
  extend(item: ItemId, seconds: number): Promise<boolean> { return this.#move({ do: 'extend', item, seconds }) }
  insert(after: ItemId | null, item: PlanItem): Promise<boolean> { return this.#move({ do: 'insert', after, item }) }
  hold(): Promise<boolean> { return this.#move({ do: 'hold' }) }
  goOn(): Promise<boolean> { return this.#move({ do: 'go-on' }) }

  async #move(move: RunMove): Promise<boolean> {
    const [run, now] = [this.run.peek(), this.#room.hubNow()]
    if (run === null || now === undefined) return false
    // Time alone moves it too: what the host looks at is the run at this instant.
    return this.#room.command({ type: 'move-run', revision: runAt(run, now).revision, move })
  }
}
