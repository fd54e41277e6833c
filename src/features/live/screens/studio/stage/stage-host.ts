import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { GuestId, SeatId } from '../../../../../kernel/ids.ts'
import { openCamera } from '../../../../../ui/capabilities.ts'
import type { Client } from '../../../../../ui/client.ts'
import { endGuest, type Guest, inviteGuest } from '../../../wire/guests.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import { GuestHear } from '../../link/guest-hear.ts'
import { guestPath, GuestSend } from '../../link/guest-send.ts'
import { pageDeps } from '../../link/page-deps.ts'
import type { Sending } from '../sending.ts'
import type { StudioRoom } from '../room.ts'
import { keepOut, putBackInto } from './class-microphone.ts'
import { isListener, linesToPlay, privateTalk, wantsMonitor } from './host-view.ts'

export type Invitation = { readonly seat: SeatId; readonly as: 'voice' | 'picture'; readonly private: boolean }
type Talk = { readonly guest: GuestId; readonly send: GuestSend; readonly hear: GuestHear; readonly track: MediaStreamTrack; /** Ends the watch over the class's sound; answers whether the microphone was taken out of it. */ readonly putBack: () => boolean }

/** Which private talks were begun from this window, so that a reload finds back into one. */
const MINE = 'lectern private talk'

/**
 * The host's side of the stage: asks, ends, hears the guests, and talks in private.
 *
 * 1. Only guests are played here: a studio that hears itself answers itself.
 * 2. While a private talk stands, the microphone is out of the class's sound, also when a source is
 *    chosen meanwhile, and it is put back when the talk is over.
 */
export class StageHost {
  readonly guests: Signal<readonly Guest[]> = signal([])
  /** This device does not lend its microphone, so that no private talk can begin here. */
  readonly noMicrophone: Signal<boolean> = signal(false)
  /** The guest of the talk that goes on from this window. */
  readonly talkingWith: Signal<GuestId | null> = signal(null)
  /** Whether guests are heard from this device; null: as it goes by itself. */
  readonly listensBy: Signal<boolean | null> = signal(null)
  readonly listens: ReadonlySignal<boolean>
  readonly #room: StudioRoom
  readonly #out: () => Sending
  readonly #mayRun: boolean
  readonly #control: Signal<{ readonly taken: boolean; readonly isThis: boolean }> = signal({ taken: false, isThis: false })
  #monitor: { readonly hear: GuestHear; readonly picture: boolean } | undefined
  #talk: Talk | undefined
  #starting: GuestId | null = null
  #picture: HTMLVideoElement | null = null

  /** `mayRun`: this device is of those who run the room, and may hear its stage. */
  constructor(room: StudioRoom, out: () => Sending, mayRun: boolean) {
    this.#room = room
    this.#mayRun = mayRun
    this.#out = out
    this.listens = computed(() => this.listensBy.value ?? isListener({ ...this.#control.value, sends: out().state.value.source !== null }))
  }

  hear(news: LiveNews): void {
    if (news.type === 'control') this.#control.value = { taken: news.label !== null, isThis: news.isThis }
    if (news.type === 'guests') this.guests.value = news.guests
    if (news.type === 'guests' || news.type === 'control') this.#follow()
  }

  /** Another class, or none any more. */
  reset(): void {
    this.guests.value = []
    this.#follow()
  }

  /** In a press's handler: a private talk takes this device's microphone, and nobody is asked before it is there. */
  async invite(invitation: Invitation): Promise<void> {
    this.noMicrophone.value = false
    if (invitation.private && this.#out().microphone === undefined && !await this.#tryMicrophone()) return
    await this.#ask(async (client, code) => {
      const { guest } = await client.call(inviteGuest, { params: { code }, input: invitation })
      if (guest.private) sessionStorage.setItem(MINE, guest.id)
      if (!this.guests.peek().some(({ id }) => id === guest.id)) this.guests.value = [...this.guests.peek(), guest]
    })
  }

  async end(guest: GuestId): Promise<void> {
    await this.#ask((client, code) => client.call(endGuest, { params: { code, guest } }))
  }

  /** Takes a private talk over to this window. */
  takeTalk(guest: GuestId): void {
    sessionStorage.setItem(MINE, guest)
    this.#follow()
  }

  setListening(listens: boolean): void {
    this.listensBy.value = listens
    this.#follow()
  }

  /** Where the guest's picture is shown; null when its place is gone. */
  attachPicture(element: HTMLVideoElement | null): void {
    this.#picture = element
    const hear = this.#talk?.hear ?? this.#monitor?.hear
    hear?.attachPicture(element)
  }

  get #code(): string | null {
    return this.#room.class.peek()?.code ?? null
  }

  /** Brings what is heard and sent here into line with who is on stage. */
  #follow(): void {
    if (!this.#mayRun) return
    const guests = this.guests.peek()
    const talk = privateTalk(guests, sessionStorage.getItem(MINE))
    if (this.#talk && this.#talk.guest !== talk?.id) this.#endTalk()
    if (talk && !this.#talk && this.#starting === null) void this.#begin(talk)
    this.#monitorGuests(guests)
  }

  #monitorGuests(guests: readonly Guest[]): void {
    const wanted = wantsMonitor(guests)
    const code = this.#code
    const fits = wanted && this.#monitor?.picture === wanted.picture
    if (this.#monitor && !fits) {
      this.#monitor.hear.stop()
      this.#monitor = undefined
    }
    if (wanted && code !== null && !this.#monitor) {
      const hear = new GuestHear({ ...pageDeps, client: this.#room.client, path: guestPath('whep', code, null), picture: wanted.picture, lines: 3 })
      this.#monitor = { hear, picture: wanted.picture }
      if (!this.#talk) hear.attachPicture(this.#picture)
    }
    this.#monitor?.hear.play(this.listens.peek() && !this.#talk ? linesToPlay(guests) : new Set())
  }

  async #begin(guest: Guest): Promise<void> {
    const code = this.#code
    if (code === null) return
    this.#starting = guest.id
    const out = this.#out()
    const putBack = keepOut(out) // 2
    try {
      const track = out.microphone?.clone() ?? await openMicrophone()
      const shared = { ...pageDeps, client: this.#room.client }
      const send = new GuestSend({ ...shared, path: guestPath('whip', code, guest.id), stream: new MediaStream([track]), onState: () => undefined })
      const hear = new GuestHear({ ...shared, path: guestPath('whep', code, guest.id), picture: guest.as === 'picture', lines: 1 })
      hear.play(new Set([0]))
      hear.attachPicture(this.#picture)
      this.#talk = { guest: guest.id, send, hear, track, putBack }
      this.talkingWith.value = guest.id
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      this.noMicrophone.value = true
      sessionStorage.removeItem(MINE)
      putBackInto(out, putBack)
    } finally {
      this.#starting = null
      this.#follow()
    }
  }

  #endTalk(): void {
    const talk = this.#talk
    if (!talk) return
    this.#talk = undefined
    this.talkingWith.value = null
    sessionStorage.removeItem(MINE)
    talk.send.stop()
    talk.hear.stop()
    talk.track.stop()
    putBackInto(this.#out(), talk.putBack)
  }

  async #tryMicrophone(): Promise<boolean> {
    try {
      const track = await openMicrophone()
      track.stop()
      return true
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      this.noMicrophone.value = true
      return false
    }
  }

  async #ask(act: (client: Client, code: string) => Promise<unknown>): Promise<void> {
    const code = this.#code
    if (code !== null) await this.#room.asking.ask(() => act(this.#room.client, code))
  }
}

async function openMicrophone(): Promise<MediaStreamTrack> {
  const stream = await openCamera({ audio: true, video: false, guest: true })
  const [track] = stream.getAudioTracks()
  if (!track) throw new DOMException('a microphone without sound', 'NotFoundError')
  return track
}
