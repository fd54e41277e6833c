import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer, ChannelMessage, EngineEvent, EngineStats, Wants } from '../engine.ts'
import type { EngineCall } from '../thread-messages.ts'
import type { FromEngineProcess, ToEngineProcess } from './engine-process.ts'

/** Drives `engine-process.ts` from a test. */
export class EngineChild {
  readonly events: EngineEvent[] = []
  readonly messages: ChannelMessage[] = []
  readonly #child: ChildProcess
  readonly #pending = new Map<number, PromiseWithResolvers<unknown>>()
  #wakers: Array<() => void> = []
  #calls = 0
  #ready = false

  constructor() {
    this.#child = fork(fileURLToPath(new URL('engine-process.ts', import.meta.url)), { serialization: 'advanced', execArgv: [] })
    this.#child.on('message', (message: FromEngineProcess) => this.#onMessage(message))
  }

  #onMessage(message: FromEngineProcess): void {
    switch (message.type) {
      case 'ready':
        this.#ready = true
        break
      case 'done':
        this.#pending.get(message.number)?.resolve(message.result)
        break
      case 'failed':
        this.#pending.get(message.number)?.reject(Object.assign(new Error(message.message), { name: message.name }))
        break
      case 'event':
        this.events.push(message.event)
        break
      case 'message':
        this.messages.push(message.message)
    }
    const wakers = this.#wakers
    this.#wakers = []
    for (const wake of wakers) wake()
  }

  /** Resolves when `condition` holds, which is looked at after everything that comes in. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#wakers.push(resolve))
  }

  ready(): Promise<void> {
    return this.until(() => this.#ready)
  }

  async #call(call: EngineCall, ...parameters: readonly unknown[]): Promise<unknown> {
    this.#calls += 1
    const pending = Promise.withResolvers<unknown>()
    this.#pending.set(this.#calls, pending)
    this.#post({ type: 'call', number: this.#calls, call, parameters })
    return pending.promise
  }

  #post(message: ToEngineProcess): void {
    this.#child.send(message)
  }

  publish(room: string, id: string, offer: string): Promise<Answer> {
    return this.#call('publish', room, id, offer) as Promise<Answer>
  }

  subscribe(room: string, id: string, offer: string, wants: Wants): Promise<Answer> {
    return this.#call('subscribe', room, id, offer, wants) as Promise<Answer>
  }

  async setProgramme(room: string, publisher: string): Promise<void> {
    await this.#call('setProgramme', room, publisher)
  }

  async setVoice(room: string, line: 0 | 1, publisher: string): Promise<void> {
    await this.#call('setVoice', room, line, publisher)
  }

  async setWants(id: string, wants: Wants): Promise<void> {
    await this.#call('setWants', id, wants)
  }

  async choke(id: string, bitsPerSecond: number | null): Promise<void> {
    await this.#call('choke', id, bitsPerSecond)
  }

  stats(): Promise<EngineStats> {
    return this.#call('stats') as Promise<EngineStats>
  }

  async setTap(room: string, publisher: string): Promise<void> {
    await this.#call('setTap', room, publisher)
  }

  connectDeafRecorder(): void {
    this.#post({ type: 'deaf-recorder' })
  }

  say(message: ChannelMessage): void {
    this.#post({ type: 'message', message })
  }

  /** Ends the process; resolves with its exit code. */
  async stop(): Promise<number | null> {
    const exited = new Promise<number | null>((resolve) => this.#child.once('exit', resolve))
    this.#post({ type: 'stop' })
    return exited
  }
}
