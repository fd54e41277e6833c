import { type Signal, signal } from '@preact/signals'
import type { z } from 'zod/mini'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import { destroyRecording, setReplay, showRecording } from '../../wire/routes.ts'
import type { Replay, ReplayFor } from '../../wire/words.ts'
import { untilOf } from './until.ts'

export type RecordingDetails = z.output<(typeof showRecording)['output']>

export type ReplayDeps = {
  readonly client: Pick<Client, 'call'>
  readonly code: string
  readonly wallNow: () => WallTime
  /** Does it, shows the person a refusal, and answers whether it was done. */
  readonly ask: (act: () => Promise<unknown>) => Promise<boolean>
}

/** What was recorded of one class, who may watch it again, and deleting it: during the class and after. */
export class ReplayDesk {
  /** Null before the box told. */
  readonly details: Signal<RecordingDetails | null> = signal(null)
  readonly deps: ReplayDeps

  constructor(deps: ReplayDeps) {
    this.deps = deps
  }

  look(): Promise<boolean> {
    return this.deps.ask(async () => { this.details.value = await this.deps.client.call(showRecording, { params: { code: this.deps.code } }) })
  }

  /** Who is let in for the first time is let in for a week: a recording that stays open for ever is a choice of its own. */
  letIn(who: ReplayFor): Promise<boolean> {
    const before = this.details.peek()?.replay
    const isNew = before === undefined || before.who === 'nobody'
    return this.#set({ who, until: who === 'nobody' ? null : isNew ? untilOf('week', this.deps.wallNow()) : before.until })
  }

  setUntil(until: WallTime | null): Promise<boolean> {
    return this.#set({ who: this.details.peek()?.replay.who ?? 'nobody', until })
  }

  destroy(): Promise<boolean> {
    return this.deps.ask(async () => {
      await this.deps.client.call(destroyRecording, { params: { code: this.deps.code } })
      await this.look()
    })
  }

  #set(replay: Replay): Promise<boolean> {
    return this.deps.ask(async () => {
      const set = await this.deps.client.call(setReplay, { params: { code: this.deps.code }, input: replay })
      const details = this.details.peek()
      if (details !== null) this.details.value = { ...details, replay: set.replay }
    })
  }
}
