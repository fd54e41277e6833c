import { type HubTime, type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import type { DeviceKey } from '../../../../ui/device-key.ts'
import { isAdmitted } from '../../rules/admission.ts'
import { type SeatBehaviour, seatBehaviour } from '../../rules/seat-behaviour.ts'
import type { ClassView } from '../../wire/words.ts'
import { ClassLink } from '../link/class-link.ts'
import { STALE_MS } from '../link/class-now.ts'
import { CuePlayer } from '../link/cue-player.ts'
import { GuestPlace } from '../link/guest-place.ts'
import type { LinkEvent, LinkPhase } from '../link/link-events.ts'
import { PageClock } from '../link/page-clock.ts'
import { ClassFiles, fileSight } from './class-files.ts'
import { ClassMedia } from './class-media.ts'
import { ClassMusic } from './class-music.ts'
import { Company } from './company.ts'
import type { LearnerEnvironment } from './environment.ts'
import { JoinWatch } from './join-time.ts'
import { LinkTeller } from './link-teller.ts'
import { marksOf } from './marks.ts'
import type { LearnerStore } from './model.ts'
import { OwnCues } from './own-cues.ts'

export type InClassDeps = LearnerEnvironment & {
  readonly code: string
  readonly key: DeviceKey
  readonly client: Client
  readonly store: LearnerStore
  /** The shared time that the page shows; null before it is known. */
  readonly onTime: (now: HubTime | null) => void
  /** Something was done that a reload must not lose. */
  readonly onDone: () => void
  /** The box knows no seat of this device any more. */
  readonly onSeatLost: () => void
  /** The box closed the link with this refusal. */
  readonly onRefused: (code: string) => void
  readonly onOver: () => void
  /** The host has taken the seat away. */
  readonly onRemoved: () => void
}

/** Link, answers and media are looked after this often. */
const LOOK_MS = 1000

/**
 * What runs beneath the learner's page in one seat: the link, cues, picture and sound, answers, the
 * class's clock. It can be pressed before it has begun, since browsers let a page sound only from
 * within a press, and the press that takes the seat may be the only one.
 */
export class InClass {
  readonly #deps: InClassDeps
  readonly #link: ClassLink
  readonly #linkTeller: LinkTeller
  readonly #player: CuePlayer
  readonly #media: ClassMedia
  readonly #music: ClassMusic
  readonly #ownCues: OwnCues
  readonly #clock: PageClock
  /** Slides, overlays and music, fetched ahead. */
  readonly files: ClassFiles
  /** What this seat does together with the others. */
  readonly company: Company
  /** This seat's place on stage, as the box tells of it. */
  readonly stage: GuestPlace
  #hasBegun = false
  #hasPressed = false
  #isSeen = true
  readonly #join = new JoinWatch()
  #watchedFrom: Micros = 0
  #callOffLook: (() => void) | undefined
  #sleepAgain: (() => void) | undefined

  constructor(deps: InClassDeps) {
    this.#deps = deps
    const { client, code, crypto, key, timers, now, random, store } = deps
    this.#link = new ClassLink({ code, as: 'seat', key, crypto, open: deps.openSocket, timers, now, random })
    this.#linkTeller = new LinkTeller({ link: this.#link, store, timers })
    this.#media = new ClassMedia({
      code, client, link: this.#link, behaviour: () => this.#behaviour(), timers, now, random, store, stream: deps.stream, canWatch: deps.abilities.media,
      isSilenced: () => !this.#hasPressed && this.#behaviour().sound && !this.#player.sound.ready,
    })
    this.#player = new CuePlayer({ link: this.#link, delay: () => this.#media.delay, holds: () => this.#media.seenLink.holds, behaviour: () => this.#cueBehaviour(), element: deps.light, frames: deps.frames, timers, now })
    this.#clock = new PageClock({ hubNow: () => this.#media.shownTime(), marks: () => marksOf(store.state.peek()), timers, onTick: (at) => this.#show(at) })
    this.company = new Company({
      link: this.#media.seenLink, crypto, store, timers, now, frames: deps.frames,
      onCounted: (at) => { if (this.#hasBegun) this.#clock.tick(at) },
      onNow: (told, wasThere) => {
        this.#ownCues.hear(told.run)
        this.files.hear(told.run, store.state.peek().class?.startsAt ?? null)
        this.#music.hear(told, wasThere)
      },
      onDone: deps.onDone,
      onRemoved: deps.onRemoved,
    })
    this.files = new ClassFiles({
      client, code, crypto, timers, now, random, hubNow: () => this.#link.hubNow(), trusted: deps.trusted, storage: deps.storage,
      sight: () => fileSight(store.state.peek(), this.#isSeen), seat: () => ({ sounds: this.#behaviour().sound, shows: true }),
    })
    this.#music = new ClassMusic({
      timers, now, clock: this.#media.seenLink.clock, fetch: (track) => this.files.bytes(track), isHere: (track) => this.files.isHere(track),
      context: () => this.#player.sound.context,
      sounds: () => this.#cueBehaviour().sound,
      onStarted: (id, at) => this.#media.seenLink.tell({ type: 'started', id, at }),
    })
    this.#ownCues = new OwnCues({
      timers, now: () => this.#media.seenTime(), isAlone: () => this.#isAlone(),
      give: (at, word) => {
        store.tell({ type: 'together', event: { type: 'cue-ahead', word } })
        void this.#player.give(at)
      },
    })
    this.stage = new GuestPlace({ code, client, trusted: deps.trusted, timers, now, random, silence: (lines) => this.#media.silence(lines) })
    this.#link.on((event) => this.#hear(event))
    this.#link.reportWith(() => ({
      ...this.#media.figures(), joinMs: this.#joinMs(), outputNeedMs: this.#player.needMs, prepared: this.files.prepared(), wallAtZero: this.#wallAtZero(),
    }))
    this.#player.onFelt((cue) => {
      store.tell({ type: 'cue-felt', late: cue.late, trial: cue.kind === 'trial' })
      deps.onDone()
    })
  }

  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** What this device's own clock says of the shared one's beginning; the box compares it with its own. */
  #wallAtZero(): number | undefined {
    const now = this.#link.hubNow()
    return now === undefined ? undefined : this.#deps.wallMs() - now / MICROS_PER_MS
  }

  hubNow(): HubTime | null {
    return this.#link.hubNow() ?? null
  }

  /** The seat is being asked for: joining is measured from here. */
  asked(): void {
    this.#join.note('askedAt', this.#deps.now())
  }

  /** The seat is given. */
  begin(): void {
    if (this.#hasBegun) return
    this.#hasBegun = true
    this.#sleepAgain = this.#deps.keepAwake()
    this.#link.start()
    this.#watchedFrom = this.#deps.now()
    this.#media.start()
    this.#clock.tick()
    this.#look()
  }

  /** In a press's handler: any press lets the browser sound from then on. */
  pressed(): void {
    this.#hasPressed = true
    // Also for a silent seat: it may move to one that sounds when nobody presses.
    if (this.#deps.abilities.audio) void this.#player.sound.unlock()
    void this.#media.setMuted(this.#deps.store.state.peek().muted)
    this.#music.changed()
    this.#media.tell()
  }

  tryCue(): void {
    void this.#player.trial()
  }

  attachPicture(element: HTMLVideoElement | null): void {
    this.#media.attachPicture(element)
  }

  /** The place on record has changed: other things are heard and seen from now on. */
  seatChanged(): void {
    this.#media.seatChanged()
    this.#music.changed()
  }

  retry(): void {
    this.#link.retry()
  }

  seen(isSeen: boolean): void {
    this.#isSeen = isSeen
    if (!this.#hasBegun) return
    // A hidden page that sounds goes on; one that does not will be put to sleep by the browser.
    if (isSeen) this.#link.wake()
    else if (!this.#media.isHeard) this.#link.sleep()
  }

  networkChanged(): void {
    if (!this.#hasBegun) return
    this.#link.wake()
    this.#media.renew()
    this.stage.renew()
  }

  /** What the class is now, from whichever answer brought it. */
  classIs(view: ClassView): void {
    const live = this.#isIn(view)
    if (live) this.#join.note('liveAt', this.#deps.now())
    const does = this.#behaviour()
    this.#media.expect({ video: live && does.video && view.programme.video, audio: live && does.sound && view.programme.audio })
  }

  end(): void {
    this.#linkTeller.end()
    for (const callOff of [this.#callOffLook, this.#sleepAgain]) callOff?.()
    this.stage.end()
    this.company.end()
    this.#clock.end()
    this.#music.end()
    this.#ownCues.end()
    this.files.end()
    this.#media.end()
    this.#link.end()
    void this.#player.end()
  }

  #hear(event: LinkEvent): void {
    if (event.type === 'phase') return this.#phase(event.phase)
    if (event.type === 'channel') return this.#tellLink()
    if (event.type !== 'news') return
    const { news } = event
    if (news.type === 'guest') this.stage.hear(news.guest)
    if (news.type === 'mine') {
      this.#deps.store.tell({ type: 'mine', hand: news.handSince !== null, reps: news.reps })
      this.#deps.onDone()
    }
    if (news.type !== 'entered' && news.type !== 'class') return
    this.#deps.store.tell({ type: 'class', class: news.class, at: this.hubNow() })
    this.classIs(news.class)
    // Its seconds may be counted from elsewhere now.
    this.#clock.tick()
    if (this.#deps.store.state.peek().stage === 'over') this.#deps.onOver()
  }

  #phase(now: LinkPhase): void {
    const { onRefused, onSeatLost } = this.#deps
    if (now.phase === 'lost') this.#linkTeller.lost()
    else if (now.phase === 'entered') {
      this.#linkTeller.entered()
      this.#tellLink()
    } else if (now.phase === 'replaced') onRefused('REPLACED')
    else if (now.phase === 'refused' && now.code === 'NO_SEAT') onSeatLost()
    else if (now.phase === 'refused') onRefused(now.code)
  }

  #tellLink(): void {
    if (!this.#linkTeller.tell()) return
    this.#join.note('clockAt', this.#deps.now())
    this.files.prepare()
    this.#music.prepare()
  }

  /** Each whole second of what the page counts. */
  #show(at: HubTime | null): void {
    const { store, onTime } = this.#deps
    onTime(at)
    if (at !== null) store.tell({ type: 'clock-set', at })
    const view = store.state.peek().class
    // The instant of admission is one of the seconds counted.
    if (view !== null) this.classIs(view)
  }

  #look(): void {
    this.#tellLink()
    this.#media.tell()
    if (this.#link.phase.phase === 'entered') this.company.again()
    this.#callOffLook = this.#deps.timers.after(LOOK_MS, () => this.#look())
  }

  /** In a class whose box is not heard: the plan on this page goes on. */
  #isAlone(): boolean {
    const view = this.#deps.store.state.peek().class
    return view !== null && this.#isIn(view) && (this.#link.phase.phase === 'lost' || (this.#link.ageMs() ?? 0) >= STALE_MS)
  }

  /** The class is live, and this kind of seat is let in. */
  #isIn(view: ClassView): boolean {
    const now = this.#link.hubNow()
    const { choice } = this.#deps.store.state.peek()
    if (view.phase !== 'live' || choice === null || now === undefined) return view.phase === 'live'
    return isAdmitted(view, choice.kind, now)
  }

  #joinMs(): number | null {
    const does = this.#behaviour()
    const first = this.#media.firstMediaMs
    const mediaAt = first === null ? null : this.#watchedFrom + first * MICROS_PER_MS
    return this.#join.ms(mediaAt, !does.sound && !does.video)
  }

  #behaviour(): SeatBehaviour {
    const { choice } = this.#deps.store.state.peek()
    const { abilities: { vibration, audio, media }, stream } = this.#deps
    return seatBehaviour(choice ?? { kind: 'room', headphones: false }, { vibration, audio, video: media || stream !== null })
  }

  #cueBehaviour(): SeatBehaviour {
    const does = this.#behaviour()
    return { ...does, sound: does.sound && !this.#deps.store.state.peek().muted }
  }
}
