import { randomInt } from 'node:crypto'
import type { MessagePort } from 'node:worker_threads'
import type { Answer, AnswerNote, ChannelMessage, CloseReason, EngineEvent, EngineStats, MediaEngine, Wants } from '../engine.ts'
import { writeAnswer } from '../sdp/answer.ts'
import type { SectionAnswer } from '../sdp/answer.ts'
import { parseOffer } from '../sdp/session.ts'
import type { SessionOffer } from '../sdp/session.ts'
import { Channels } from './channels.ts'
import { mediaClock, MICROS_PER_SECOND } from './clock.ts'
import type { MediaClock } from './clock.ts'
import type { LineOutput } from './line.ts'
import { newAudioLine, newVideoLine } from './new-line.ts'
import { newSsrc, planPublish, planSubscribe } from './negotiate.ts'
import { Publisher } from './publisher.ts'
import { Room } from './room.ts'
import { SendControl } from './send-control.ts'
import { Subscriber } from './subscriber.ts'
import { Taps } from './taps.ts'
import { Housekeeping, Pacing } from './ticker.ts'
import { Transport } from './transport.ts'
import type { TransportOptions, TransportState } from './transport.ts'

/** The engine itself, in the thread it is made in. `media/worker.ts` gives it a thread of its own. */

export type SfuOptions = {
  readonly transport: TransportOptions
  /** A reading of `process.hrtime.bigint()` that all threads of the hub share. */
  readonly epoch: bigint
  onChannelMessage(message: ChannelMessage): void
}

type Session = {
  readonly id: string
  readonly room: string
  readonly openedAt: number
  readonly peer: { readonly type: 'publisher'; readonly publisher: Publisher } | { readonly type: 'subscriber'; readonly subscriber: Subscriber }
  transport: Transport | undefined
  connected: boolean
}

/** A peer that has not connected by then will not. */
const CONNECT_WITHIN = 20 * MICROS_PER_SECOND

export class Sfu implements MediaEngine {
  readonly #options: SfuOptions
  readonly #clock: MediaClock
  readonly #sessions = new Map<string, Session>()
  readonly #rooms = new Map<string, Room>()
  readonly #channels: Channels
  readonly #housekeeping: Housekeeping
  readonly #pacing: Pacing
  readonly #taps: Taps
  readonly #counts = { packetsIn: 0, packetsOut: 0, sendFailures: 0 }
  #listen: (event: EngineEvent) => void = () => undefined

  constructor(options: SfuOptions) {
    this.#options = options
    this.#clock = mediaClock(options.epoch)
    this.#taps = new Taps(() => this.#clock.now())
    this.#channels = new Channels(this.#clock, options.onChannelMessage)
    this.#pacing = new Pacing(this.#clock, (id, error) => this.#onDefect(id, error))
    this.#housekeeping = new Housekeeping(this.#clock, (now) => this.#onTick(now), (now) => this.#onSecond(now))
  }

  async publish(room: string, id: string, offerText: string): Promise<Answer> {
    const offer = parseOffer(offerText)
    const plan = planPublish(offer)
    const publisher = new Publisher(id, room, plan.intakes, newSsrc(), {
      send: (bytes) => void this.#send(session, bytes),
      onMedia: (source, packet) => this.#room(room).onMedia(publisher, source, packet),
      onSources: () => this.#room(room).retarget(this.#clock.now()),
      onFlow: (kind, flowing) => this.#listen({ type: 'media', id, kind, flowing, at: this.#clock.now() }),
      onBroken: () => this.#end(session, 'protocol'),
    })
    const session: Session = { id, room, openedAt: this.#clock.now(), peer: { type: 'publisher', publisher }, transport: undefined, connected: false }
    return this.#open(session, offer, plan.sections, plan.notes, (bytes, now) => publisher.onPacket(bytes, now))
  }

  async subscribe(room: string, id: string, offerText: string, wants: Wants): Promise<Answer> {
    const offer = parseOffer(offerText)
    const plan = planSubscribe(offer, id)
    const output: LineOutput = { send: (bytes) => this.#send(session, bytes), number: (size, kind, now) => control.number(size, kind, now) }
    const line = plan.lines.find(({ kind }) => kind === 'video')
    const video = line && newVideoLine(line, output)
    const control = new SendControl(video?.canProbe ?? false)
    const subscriber = new Subscriber({
      id, room, wants, video, control,
      audio: plan.lines.filter((line) => line.kind === 'audio').map((line) => newAudioLine(line, output)),
      onServed: (kind, at) => this.#listen({ type: 'served', id, kind, at }),
      onPlayable: (playable, at) => this.#listen({ type: 'playable', id, playable, at }),
      // Over a channel that repeats nothing by itself: what is lost once is there the next time.
      onRung: (rung) => this.#channels.send({ type: 'send', to: [id], text: JSON.stringify({ rung }), times: 3, gapMs: 15 }),
      onBroken: () => this.#end(session, 'protocol'),
    })
    const session: Session = { id, room, openedAt: this.#clock.now(), peer: { type: 'subscriber', subscriber }, transport: undefined, connected: false }
    const notes = this.#programmeNotes(room, subscriber, plan.notes)
    return this.#open(session, offer, plan.sections, notes, (bytes, now) => subscriber.onPacket(bytes, now))
  }

  #programmeNotes(room: string, subscriber: Subscriber, notes: readonly AnswerNote[]): readonly AnswerNote[] {
    const shown = this.#rooms.get(room)?.programme?.videoChoice
    if (!shown || !subscriber.video || subscriber.video.canShow(shown)) return notes
    return [...notes, 'VIDEO_CODEC_NOT_OFFERED']
  }

  async #open(
    session: Session, offer: SessionOffer, sections: readonly SectionAnswer[], notes: readonly AnswerNote[],
    onPacket: (bytes: Buffer, now: number) => void,
  ): Promise<Answer> {
    await this.close(session.id)
    this.#admit(session)
    try {
      session.transport = await Transport.answer(offer, this.#options.transport, {
        onPacket: (bytes) => this.#guard(session, () => onPacket(bytes, this.#clock.now())),
        onState: (state) => this.#onState(session, state),
        onChannel: (channel) => this.#channels.add(session.id, channel, (open) => {
          this.#listen({ type: 'channel', id: session.id, open, at: this.#clock.now() })
        }),
      })
    } catch (error) {
      this.#forget(session)
      throw error
    }
    // Closed, or replaced under the same id, while candidates were gathered.
    if (this.#sessions.get(session.id) !== session) session.transport.close()
    return { sdp: writeAnswer(offer, session.transport.local, sections, randomInt(1, 2 ** 47)), notes }
  }

  /** Serves one packet. A defect of ours that one peer can reach must not end the media of all. */
  #guard(session: Session, serve: () => void): void {
    this.#counts.packetsIn += 1
    try {
      serve()
    } catch (error) {
      this.#onDefect(session.id, error, session)
    }
  }

  /** `session`: where it was met; it ends. */
  #onDefect(id: string, error: unknown, session = this.#sessions.get(id)): void {
    const stack = (error instanceof Error ? error.stack : undefined) ?? String(error)
    this.#listen({ type: 'defect', id, stack, at: this.#clock.now() })
    if (session) this.#end(session, 'defect')
  }

  #room(name: string): Room {
    const known = this.#rooms.get(name)
    if (known) return known
    const room = new Room({
      tap: this.#taps.tap(name),
      soon: (work) => void setImmediate(work),
      now: () => this.#clock.now(),
      onBacklog: (line) => this.#pacing.add(line),
      onDefect: (id, error) => this.#onDefect(id, error),
      onTapDefect: (error) => this.#onDefect(`recorder of ${name}`, error),
    })
    this.#rooms.set(name, room)
    return room
  }

  #admit(session: Session): void {
    this.#sessions.set(session.id, session)
    const room = this.#room(session.room)
    if (session.peer.type === 'publisher') room.publishers.set(session.id, session.peer.publisher)
    else room.subscribers.set(session.id, session.peer.subscriber)
    this.#housekeeping.start()
  }

  #forget(session: Session): void {
    if (this.#sessions.get(session.id) !== session) return
    this.#sessions.delete(session.id)
    this.#channels.remove(session.id)
    const room = this.#room(session.room)
    room.publishers.delete(session.id)
    room.subscribers.delete(session.id)
    room.retarget(this.#clock.now())
    this.#sweep(session.room)
    if (this.#sessions.size === 0) this.#housekeeping.stop()
  }

  #sweep(name: string): void {
    if (!this.#rooms.get(name)?.isIdle) return
    this.#rooms.delete(name)
    this.#taps.remove(name)
  }

  #end(session: Session, reason: CloseReason): void {
    if (this.#sessions.get(session.id) !== session) return
    this.#forget(session)
    session.transport?.close()
    this.#listen({ type: 'closed', id: session.id, at: this.#clock.now(), reason })
  }

  #onState(session: Session, state: TransportState): void {
    const now = this.#clock.now()
    if (state === 'failed') this.#end(session, 'ice-failed')
    else if (state === 'closed') this.#end(session, 'peer-closed')
    else if (!session.connected && this.#sessions.get(session.id) === session) {
      session.connected = true
      if (session.peer.type === 'subscriber') {
        session.peer.subscriber.onConnected()
        this.#room(session.room).aim(session.peer.subscriber, now)
      }
      this.#listen({ type: 'connected', id: session.id, at: now })
    }
  }

  async choke(id: string, bitsPerSecond: number | null): Promise<void> {
    this.#sessions.get(id)?.transport?.choke(bitsPerSecond, this.#clock)
  }

  #send(session: Session, bytes: Buffer): boolean {
    const sent = session.transport?.send(bytes) ?? false
    if (sent) this.#counts.packetsOut += 1
    else this.#counts.sendFailures += 1
    return sent
  }

  #onTick(now: number): void {
    for (const room of this.#rooms.values()) room.onTick(now)
    for (const session of this.#sessions.values()) {
      if (!session.connected && now - session.openedAt > CONNECT_WITHIN) this.#end(session, 'ice-failed')
    }
  }

  #onSecond(now: number): void {
    for (const room of this.#rooms.values()) room.onSecond(now)
    for (const { id, peer } of this.#sessions.values()) {
      if (peer.type !== 'subscriber' || !this.#channels.isOpen(id)) continue
      for (const anchor of peer.subscriber.anchors()) this.#channels.sendTo(id, JSON.stringify({ anchor }))
      const rung = peer.subscriber.rung(now)
      if (rung) this.#channels.sendTo(id, JSON.stringify({ rung }))
    }
  }

  async close(id: string): Promise<void> {
    const session = this.#sessions.get(id)
    if (session) this.#end(session, 'asked')
  }

  async setProgramme(room: string, publisher: string | undefined): Promise<void> {
    this.#room(room).setProgramme(publisher, this.#clock.now())
    this.#sweep(room)
  }

  async setVoice(room: string, line: 0 | 1, publisher: string | undefined): Promise<void> {
    this.#room(room).setVoice(line, publisher)
    this.#sweep(room)
  }

  async setTap(room: string, publisher: string | undefined): Promise<void> {
    this.#room(room).setTap(publisher)
    this.#sweep(room)
  }

  connectTap(port: MessagePort): void {
    this.#taps.connect(port)
  }

  async setWants(id: string, wants: Wants): Promise<void> {
    const session = this.#sessions.get(id)
    if (session?.peer.type !== 'subscriber') return
    session.peer.subscriber.setWants(wants)
    this.#room(session.room).aim(session.peer.subscriber, this.#clock.now())
  }

  async setPublisherClock(id: string, ntpToHubOffsetMicros: number): Promise<void> {
    const session = this.#sessions.get(id)
    if (session?.peer.type === 'publisher') session.peer.publisher.clock.give(ntpToHubOffsetMicros)
  }

  /** From whoever owns the messages; see {@link ChannelMessage}. */
  sendMessage(message: Extract<ChannelMessage, { type: 'send' }>): void {
    this.#channels.send(message)
  }

  async stats(): Promise<EngineStats> {
    const publishers = []
    const subscribers = []
    for (const { id, room, peer, transport } of this.#sessions.values()) {
      if (peer.type === 'publisher') publishers.push(peer.publisher.stats(transport?.roundTripMs()))
      else subscribers.push(peer.subscriber.stats(this.#room(room).layerOf(peer.subscriber), this.#channels.isOpen(id), this.#clock.now()))
    }
    return { ...this.#counts, publishers, subscribers }
  }

  onEvent(listen: (event: EngineEvent) => void): void {
    this.#listen = listen
  }

  async stop(): Promise<void> {
    for (const session of [...this.#sessions.values()]) this.#end(session, 'asked')
    this.#housekeeping.stop()
    this.#pacing.stop()
    this.#channels.stop()
    this.#taps.close()
  }
}
