import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Dialog } from '../../../../../ui/components/dialog.tsx'
import { Meter } from '../../../../../ui/components/meter.tsx'
import { MicIcon, StopIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { Guest } from '../../../wire/guests.ts'
import type { SeatKind } from '../../../wire/words.ts'
import type { GuestPlace } from '../../link/guest-place.ts'
import { GuestSession } from './guest-session.ts'
import { type NoDevice, type Parting, type StageView, stageView } from './stage-view.ts'

export type StageRoomProps = {
  place: GuestPlace; kind: SeatKind; ask: () => void
  /** What stands before a first invitation that the class would hear or see; calls back when it does so no longer. Null: nothing. */
  before: ((go: () => void) => ComponentChildren) | null
}
type Shown<K extends StageView['show']> = Extract<StageView, { show: K }>

const sessions = new WeakMap<GuestPlace, GuestSession>()
/** One session per visit, however often its part of the page is drawn anew. */
function sessionOf(place: GuestPlace): GuestSession {
  const session = sessions.get(place) ?? new GuestSession(place)
  sessions.set(place, session)
  return session
}

export function StageRoom({ place, kind, ask, before }: StageRoomProps) {
  const [isClear, clear] = useState(false)
  const session = useMemo(() => sessionOf(place), [place])
  const view = stageView(place.guest.value, session.own.value, { trusted: place.deps.trusted, kind })
  switch (view.show) {
    case 'nothing': return <div role="status" />
    case 'ask':
      // A private talk is in no recording: nothing needs to be asked before it.
      if (before !== null && !isClear && !view.guest.private) return <>{before(() => clear(true))}</>
      return <Ask view={view} session={session} />
    case 'cannot': return <Cannot view={view} session={session} ask={ask} />
    case 'on-stage': return <OnStage view={view} session={session} />
    case 'come-back': return <ComeBack view={view} session={session} />
    case 'elsewhere': return <Elsewhere session={session} />
    case 'parting': return <p class="stage-part" role="status">{PARTINGS[view.how]()}</p>
  }
}

/** What an invitation asks for, in the words of its kind. */
const kindOf = ({ as, private: isPrivate }: Guest): 'voice' | 'picture' | 'private' => (isPrivate ? 'private' : as)
const ASKS = { voice: m.stage_ask_voice, picture: m.stage_ask_picture, private: m.stage_ask_private }
const WHO = { voice: m.stage_who_voice, picture: m.stage_who_picture, private: m.stage_who_private }
const YES = { voice: m.stage_yes_voice, picture: m.stage_yes_picture, private: m.stage_yes_private }
const CANNOT: Record<NoDevice, () => string> = {
  'not-trusted': m.stage_cannot_not_trusted, denied: m.stage_cannot_denied, none: m.stage_cannot_none, busy: m.stage_cannot_busy,
}
const PARTINGS: Record<Parting, () => string> = { ended: m.stage_over_ended, gone: m.stage_over_gone, 'device-lost': m.stage_over_device_lost }

/** Asked first, with who hears and sees; no is as large as yes, and the way out of a dialog means no. */
function Ask({ view: { guest, opening, untold }, session }: { view: Shown<'ask'>; session: GuestSession }) {
  const kind = kindOf(guest)
  const no = (): void => void session.answer('no')
  return (
    <Dialog title={ASKS[kind]()} onClose={no}>
      <p>{WHO[kind]()}</p>
      <p class="soft">{m.stage_not_kept()}</p>
      <div role="status">
        {opening ? <p class="small">{m.stage_opening()}</p> : null}
        {untold ? <p class="field-wrong">{m.stage_untold()}</p> : null}
      </div>
      <Button kind="act" thumb icon={<MicIcon />} busy={opening} onPress={() => void session.yes()}>{YES[kind]()}</Button>
      <Button thumb onPress={no}>{m.stage_no()}</Button>
    </Dialog>
  )
}

function Cannot({ view: { guest, why, offers }, session, ask }: { view: Shown<'cannot'>; session: GuestSession; ask: () => void }) {
  const no = (): void => void session.answer('no')
  const write = (): void => {
    void session.answer('writes')
    ask()
  }
  return (
    <Dialog title={guest.private ? ASKS.private() : m.stage_cannot()} onClose={no}>
      <p>{CANNOT[why]()}</p>
      <p>{m.stage_instead()}</p>
      {offers.includes('to-microphone') ? <Button kind="act" thumb onPress={() => void session.answer('to-microphone')}>{m.stage_to_microphone()}</Button> : null}
      <Button kind={offers.includes('to-microphone') ? 'plain' : 'act'} thumb onPress={write}>{m.stage_writes()}</Button>
      <Button thumb onPress={no}>{m.stage_no()}</Button>
    </Dialog>
  )
}

function OnStage({ view: { guest, state }, session }: { view: Shown<'on-stage'>; session: GuestSession }) {
  return (
    <section class="stage-part stack stack-s" aria-label={m.stage_place()}>
      <p class="line" role="status">
        {state === 'lost' ? <span>{m.stage_lost()}</span> : state === 'coming' ? <span>{m.stage_coming()}</span> : (
          <><span class="now-tag">{guest.as === 'picture' ? m.stage_seen() : m.stage_heard()}</span>{' '}<span>{guest.private ? m.stage_by_host() : m.stage_by_class()}</span></>
        )}
      </p>
      <Level session={session} />
      <Button thumb class="stage-leave" icon={<StopIcon />} onPress={() => void session.leave()}>{guest.private ? m.stage_leave_private() : m.stage_leave()}</Button>
    </section>
  )
}

/** From -60 dB, silence, to 0. Whoever sees no movement speaks to a microphone that is off. */
function Level({ session }: { session: GuestSession }) {
  const level = session.level.value
  return (
    <div class="line small">
      <span>{m.stage_level()}</span>
      <span class="grow"><Meter label={m.stage_level()} part={(level + 60) / 60} /></span>
      <b class="stage-level-word">{level <= SILENT_DB ? m.stage_level_none() : m.stage_level_some()}</b>
    </div>
  )
}

const SILENT_DB = -52

function ComeBack({ view: { opening }, session }: { view: Shown<'come-back'>; session: GuestSession }) {
  return (
    <section class="stage-part stack stack-s" aria-label={m.stage_place()}>
      <p role="status">{opening ? m.stage_opening() : m.stage_come_back()}</p>
      <Button kind="act" thumb icon={<MicIcon />} busy={opening} onPress={() => void session.yes()}>{m.stage_come_back_yes()}</Button>
      <Button thumb icon={<StopIcon />} onPress={() => void session.leave()}>{m.stage_leave()}</Button>
    </section>
  )
}

function Elsewhere({ session }: { session: GuestSession }) {
  return (
    <section class="stage-part stack stack-s" aria-label={m.stage_place()}>
      <p role="status">{m.stage_elsewhere()}</p>
      <Button thumb icon={<StopIcon />} onPress={() => void session.leave()}>{m.stage_leave()}</Button>
    </section>
  )
}
