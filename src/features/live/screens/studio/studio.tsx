import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { SeatId } from '../../../../kernel/ids.ts'
import { clockText } from '../../../../ui/clock-text.ts'
import { Button } from '../../../../ui/components/button.tsx'
import { Dialog } from '../../../../ui/components/dialog.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { RehearsalBanner } from '../../../../ui/components/rehearsal-banner.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Tell } from '../../../../ui/components/states.tsx'
import { HandOverIcon, KeyIcon, StopIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { ReportActs } from '../report/report-page.tsx'
import { Report } from '../report/report.tsx'
import { HandOverDialog, WhoRuns } from './control/hand-over.tsx'
import { Slim } from './control/slim.tsx'
import { CueDesk } from './cue-desk.tsx'
import { JoinCard } from './join-card.tsx'
import { ClockBanner } from './clock-banner.tsx'
import { LinksCard } from './links-card.tsx'
import { LobbyCard } from './lobby/lobby-card.tsx'
import type { StudioModel } from './model.ts'
import { OnAir } from './on-air.tsx'
import type { StudioParts } from './parts.ts'
import { CheckCard } from './people/check-card.tsx'
import { LadderBoard } from './people/ladder-board.tsx'
import { HandsAndQuestions } from './people/hands.tsx'
import { Needs } from './people/needs.tsx'
import { Roster } from './people/roster.tsx'
import { SeatDialog } from './people/seat-dialog.tsx'
import { DraftPage, PlanSection } from './plan/draft-page.tsx'
import { LeaveRehearsal } from './rehearsal/leave.tsx'
import { Age, RunPanel } from './run/run-panel.tsx'
import { StudioToasts } from './studio-toasts.tsx'
import { Technician } from './technician.tsx'
import { TogetherBar } from './together/together-bar.tsx'
import { secondsSince } from './view.ts'

type StudioProps = {
  model: StudioModel
  parts: StudioParts
  /** Opens the page of devices and passphrase, which another feature draws. */
  onDevices: () => void
}

/** The host's page: one key, one sentence, three names. */
export function Studio({ model, parts, onDevices }: StudioProps) {
  const [dialog, setDialog] = useState<'end' | 'hand-over' | null>(null)
  const close = () => setDialog(null)
  return (
    <div class="screen studio-screen">
      <StudioShade model={model} parts={parts} onDevices={onDevices} onEnd={() => setDialog('end')} onHandOver={() => setDialog('hand-over')} />
      {model.class.value?.rehearsal ? <RehearsalBanner><LeaveRehearsal model={model} code={model.class.value.code} /></RehearsalBanner> : null}
      <ClockBanner model={model} />
      <StudioBody model={model} parts={parts} />
      {dialog === 'end' ? <EndDialog model={model} onClose={close} /> : null}
      {dialog === 'hand-over' ? <HandOverDialog model={model} onClose={close} /> : null}
      <StudioToasts asking={model.asking} />
    </div>
  )
}

type BodyProps = { model: StudioModel; parts: StudioParts }

function StudioBody({ model, parts }: BodyProps): ComponentChildren {
  const view = model.class.value
  const report = model.figures.value
  if (model.line.refused.value !== null) return <NotYours />
  if (view === null) return <main class="body"><p role="status">{m.studio_loading()}</p></main>
  if (view.phase === 'closed' && report !== null) return <Closed model={model} parts={parts} report={report} />
  if (model.control.role === 'technician') return <Technician model={model} />
  if (view.phase === 'draft') return <DraftPage key={view.code} model={model} parts={parts} />
  if (model.control.isSlim.value) return <Slim model={model} />
  return <Desk model={model} parts={parts} />
}

/** A right that was taken away says so once, and what remains. */
function NotYours() {
  return (
    <main class="body">
      <Tell title={m.studio_right_gone()} act={<Button kind="act" thumb onPress={() => location.reload()}>{m.studio_right_look()}</Button>}>
        <p role="alert">{m.studio_right_gone_why()}</p>
      </Tell>
    </main>
  )
}

/** The class is over: its report, its recording, and the next one. */
function Closed({ model, parts, report }: BodyProps & { report: ClassReport }) {
  return (
    <Report report={report}>
      {model.control.role === 'technician' ? null : <Button kind="act" onPress={() => void model.makeClass()}>{m.studio_figures_new()}</Button>}
      <ReportActs report={report} />
      {model.control.role === 'technician' ? null : parts.after(report.code)}
    </Report>
  )
}

type ShadeProps = BodyProps & { onDevices: () => void; onEnd: () => void; onHandOver: () => void }

function StudioShade({ model, parts, onDevices, onEnd, onHandOver }: ShadeProps) {
  const view = model.class.value
  const live = view?.phase === 'live'
  const { role, isSlim } = model.control
  const steers = role !== 'technician' && !isSlim.value
  const elapsed = live ? secondsSince(view.beganAt, model.now.value) : null
  return (
    <Shade title={view?.title ?? m.studio_draft_title()} live={live} under={elapsed === null ? undefined : <span class="num">{m.studio_elapsed({ time: clockText(elapsed) })}</span>}>
      <Lamps model={model} parts={parts} />
      <div class="line">
        {role === 'host' ? <Button icon={<KeyIcon />} onPress={onDevices}>{m.studio_devices()}</Button> : null}
        {role === 'host' && steers ? <Button icon={<HandOverIcon />} onPress={onHandOver}>{m.studio_hand_over()}</Button> : null}
        {live && steers ? parts.key() : null}
        {live && steers ? <Button icon={<StopIcon />} onPress={onEnd}>{m.studio_end()}</Button> : null}
      </div>
    </Shade>
  )
}

function Lamps({ model, parts }: BodyProps) {
  const { theftCovered, recordKept, media } = model.lamps.state.value
  return (
    <div class="line shade-lamps" role="group" aria-label={m.studio_lamps()}>
      <Lamp state={model.linked.value ? 'on' : 'flag'}>{model.linked.value ? m.studio_lamp_linked() : m.studio_lamp_unlinked()}</Lamp>
      {parts.lamp()}
      {recordKept ? null : <Lamp state="flag">{m.studio_lamp_not_kept()}</Lamp>}
      <Lamp state={theftCovered ? 'on' : 'flag'}>{theftCovered ? m.studio_lamp_theft_covered() : m.studio_lamp_theft_open()}</Lamp>
      {media ? null : <Lamp state="flag">{m.studio_lamp_media_off()}</Lamp>}
    </div>
  )
}

/**
 * In lobby and live: the key, what to do next, the rest, the people; in this order on a narrow screen
 * and for a keyboard. On a wide one the plan stands before the key.
 */
function Desk({ model, parts }: BodyProps) {
  const [seat, setSeat] = useState<SeatId | null>(null)
  const live = model.class.value?.phase === 'live'
  const isPlanned = live && model.schedule.value !== null
  const wayIn = <div class="stack way-in" key="way-in"><JoinCard model={model} /><LinksCard model={model} /></div>
  return (
    <main class="studio">
      <Age model={model} />
      <div class="stack studio-cue">
        {parts.alarm()}
        {live ? null : <LobbyCard model={model} />}
        {live ? null : parts.card()}
        <CueDesk model={model} />
        <CheckCard model={model} />
      </div>
      <div class="stack studio-in">
        {model.control.state.value.at === 'elsewhere' ? <WhoRuns model={model} /> : null}
        {isPlanned ? <RunPanel model={model} /> : wayIn}
      </div>
      <div class="stack studio-mid">
        {live ? <TogetherBar model={model} /> : null}
        {live ? <HandsAndQuestions model={model} /> : null}
        <OnAir model={model} />
        {live ? parts.card() : null}
        {live ? null : <PlanSection model={model} />}
        {isPlanned ? wayIn : null}
      </div>
      <div class="stack studio-people">
        <Needs model={model} onSeat={(line) => setSeat(line.seat)} />
        <LadderBoard model={model} />
        <Roster model={model} onSeat={(line) => setSeat(line.seat)} />
      </div>
      {seat === null ? null : <SeatDialog model={model} seat={seat} onClose={() => setSeat(null)} />}
    </main>
  )
}

function EndDialog({ model, onClose }: { model: StudioModel; onClose: () => void }) {
  const end = () => {
    onClose()
    void model.end()
  }
  return (
    <Dialog title={m.studio_end_ask()} onClose={onClose}>
      <p>{m.studio_end_why()}</p>
      <div class="line">
        <Button onPress={onClose}>{m.studio_end_no()}</Button>
        <Button kind="flag" icon={<StopIcon />} onPress={end}>{m.studio_end_yes()}</Button>
      </div>
    </Dialog>
  )
}
