import { effect, type Signal, signal } from '@preact/signals'
import { Malformed, Refused } from '../../../../../kernel/failures.ts'
import { openCamera } from '../../../../../ui/capabilities.ts'
import { Unreachable } from '../../../../../ui/client.ts'
import { answerInvitation, type Guest, leaveStage } from '../../../wire/guests.ts'
import { GuestHear } from '../../link/guest-hear.ts'
import type { GuestPlace, Silenced } from '../../link/guest-place.ts'
import { guestPath, GuestSend } from '../../link/guest-send.ts'
import { isStanding, type NoDevice, type Parting } from './stage-view.ts'

/** What this page itself does about its place on stage. */
export type Own = {
  readonly doing: 'nothing' | 'opening' | 'sending'
  /** Why there is no microphone; null while nobody has tried, or it is there. */
  readonly without: NoDevice | null
  /** How the last time on stage ended, until it is read. */
  readonly parting: Parting | null
  /** The box did not take the last answer; it can be given again. */
  readonly untold: boolean
  /** The place that the learner left: over for this page, whatever the box still says of it. */
  readonly left: Guest['id'] | null
}

const IDLE: Own = { doing: 'nothing', without: null, parting: null, untold: false, left: null }
const LEVEL_EVERY_MS = 100
const PARTING_MS = 12_000
const SILENCE_DB = -60

/**
 * The page's side of a place on stage.
 *
 * 1. The microphone opens only by a press of the learner, and before the box is told yes.
 * 2. Nothing is sent without a standing invitation: when the box says that there is none (any more),
 *    sending stops and the devices are let go, whoever ended it.
 * 3. Leaving stops the sending at once, and tells the box after.
 * 4. A connection that the box hears nothing of is given up for a new one.
 */
export class GuestSession {
  readonly own: Signal<Own> = signal(IDLE)
  /** Decibels below full scale, -60 to 0, of what is sent. */
  readonly level: Signal<number> = signal(SILENCE_DB)
  readonly #place: GuestPlace
  #stream: MediaStream | undefined
  #send: GuestSend | undefined
  #hears: GuestHear | undefined
  #sendsFor: string | null = null
  #state: Guest['state'] | null = null
  #callOffLevel: (() => void) | undefined
  #callOffParting: (() => void) | undefined

  constructor(place: GuestPlace) {
    this.#place = place
    const stopListening = effect(() => {
      const { value: guest } = place.guest
      this.#heard(guest)
    })
    place.onRenew(() => this.#renew())
    place.onEnd(() => {
      stopListening()
      this.#letGo()
    })
  }

  /** In a press's handler. Also comes back to a stage whose page was loaded anew. */
  async yes(): Promise<void> {
    const guest = this.#place.guest.peek()
    if (!guest || !isStanding(guest) || this.own.peek().doing !== 'nothing') return
    this.#set({ ...IDLE, doing: 'opening' })
    try {
      const stream = await openCamera({ audio: true, video: guest.as === 'picture', guest: true })
      this.#stream = stream
      if (!this.#stillFor(guest)) return this.#letGo()
      if (guest.state === 'asked') await this.#tell(guest, 'yes')
      if (!this.#stillFor(guest)) return this.#letGo()
      this.#start(guest, stream)
    } catch (error) {
      this.#letGo()
      if (error instanceof DOMException) this.#set({ ...IDLE, without: this.#place.deps.trusted ? withoutBy(error) : 'not-trusted' })
      else this.#couldNotTell(error)
    }
  }

  async answer(answer: 'no' | 'to-microphone' | 'writes'): Promise<void> {
    const guest = this.#place.guest.peek()
    if (!guest) return
    try {
      await this.#tell(guest, answer)
      this.#set(IDLE)
    } catch (error) {
      this.#couldNotTell(error)
    }
  }

  async leave(): Promise<void> {
    this.#letGo() // 3
    this.#set({ ...IDLE, left: this.#place.guest.peek()?.id ?? null })
    await this.#tellLeft()
  }

  attachPicture(element: HTMLVideoElement | null): void {
    this.#hears?.attachPicture(element)
  }

  #heard(guest: Guest | null): void {
    const sending = this.#sendsFor !== null
    if (guest && isStanding(guest)) {
      if (this.own.peek().left === guest.id) return void this.#tellLeft()
      if (sending && this.#sendsFor === guest.id) this.#stands(guest)
      else if (sending) this.#part('ended')
      else if (guest.state === 'asked' && this.own.peek().parting) this.#set(IDLE)
      return
    }
    if (sending) this.#part(guest?.state === 'gone' ? 'gone' : 'ended') // 2
    else if (this.own.peek().without || this.own.peek().untold || this.own.peek().left) this.#set(IDLE)
  }

  #stands(guest: Guest): void {
    this.#place.deps.silence(silencedFor(guest))
    // The box waits for ten seconds; a browser may take as long to notice that its connection is dead.
    if (guest.state === 'lost' && this.#state !== 'lost') this.#renew()
    this.#state = guest.state
  }

  #renew(): void {
    this.#send?.renew()
    this.#hears?.renew()
  }

  #part(parting: Parting): void {
    this.#letGo()
    this.#set({ ...IDLE, parting })
    this.#callOffParting = this.#place.deps.timers.after(PARTING_MS, () => this.#set(IDLE))
  }

  #start(guest: Guest, stream: MediaStream): void {
    const { client, code, now, random, silence, timers } = this.#place.deps
    const shared = { client, timers, now, random }
    const privately = guest.private ? guest.id : null
    this.#sendsFor = guest.id
    this.#state = guest.state
    this.#send = new GuestSend({ ...shared, path: guestPath('whip', code, privately), stream, onState: () => undefined })
    if (guest.private) {
      this.#hears = new GuestHear({ ...shared, path: guestPath('whep', code, guest.id), picture: false, lines: 1 })
      this.#hears.play(new Set([0]))
    }
    for (const track of stream.getAudioTracks()) track.addEventListener('ended', () => this.#deviceLost(guest), { once: true })
    silence(silencedFor(this.#place.guest.peek() ?? guest))
    this.#set({ ...IDLE, doing: 'sending' })
    this.#readLevel()
  }

  /** The microphone was unplugged, or its permission taken back. */
  #deviceLost(guest: Guest): void {
    if (this.#sendsFor !== guest.id) return
    this.#part('device-lost')
    this.#tell(guest, 'failed').catch((error: unknown) => this.#couldNotTell(error))
  }

  #readLevel(): void {
    this.#callOffLevel = this.#place.deps.timers.after(LEVEL_EVERY_MS, () => {
      this.level.value = Math.round(this.#send?.level() ?? SILENCE_DB)
      this.#readLevel()
    })
  }

  #stillFor({ id }: Guest): boolean {
    const guest = this.#place.guest.peek()
    return this.own.peek().doing === 'opening' && guest?.id === id && isStanding(guest)
  }

  /** Told again with the next news where the box does not answer: nothing is sent any more in any case. */
  async #tellLeft(): Promise<void> {
    try {
      await this.#place.deps.client.call(leaveStage, { params: { code: this.#place.deps.code } })
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable || error instanceof Malformed)) throw error
    }
  }

  #tell(guest: Guest, answer: 'yes' | 'no' | 'to-microphone' | 'writes' | 'failed'): Promise<unknown> {
    const { client, code } = this.#place.deps
    return client.call(answerInvitation, { params: { code }, input: { guest: guest.id, answer } })
  }

  #letGo(): void {
    this.#callOffLevel?.()
    this.#callOffParting?.()
    this.#sendsFor = null
    this.#state = null
    this.#send?.stop()
    this.#send = undefined
    this.#hears?.stop()
    this.#hears = undefined
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    this.#stream = undefined
    this.level.value = SILENCE_DB
    this.#place.deps.silence('none')
    if (this.own.peek().doing !== 'nothing') this.#set(IDLE)
  }

  #couldNotTell(error: unknown): void {
    // The invitation is over, or the box away: the next news says how it stands.
    if (error instanceof Refused) this.#set(IDLE)
    else if (error instanceof Unreachable || error instanceof Malformed) this.#set({ ...IDLE, untold: true })
    else throw error
  }

  #set(own: Own): void {
    this.own.value = own
  }
}

/** A page must not play back what it says itself. */
function silencedFor({ as, line, private: isPrivate, state }: Guest): Silenced {
  if (isPrivate) return 'all'
  if (as === 'voice') return line === null ? 'none' : line + 1
  // Beside the picture's guest the teacher is on a voice's line; while its link is lost the programme is the teacher's again.
  return state === 'on' ? 0 : 'none'
}

function withoutBy({ name }: DOMException): NoDevice {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' ? 'none' : 'busy'
}
