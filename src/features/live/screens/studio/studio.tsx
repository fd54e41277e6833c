import { useState } from 'preact/hooks'
import { clockText } from '../../../../ui/clock-text.ts'
import { Button } from '../../../../ui/components/button.tsx'
import { Dialog } from '../../../../ui/components/dialog.tsx'
import { Field } from '../../../../ui/components/field.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Toast, Toasts } from '../../../../ui/components/toast.tsx'
import { KeyIcon, PlayIcon, StopIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import { CueDesk } from './cue-desk.tsx'
import { Figures } from './figures.tsx'
import { JoinCard } from './join-card.tsx'
import type { StudioModel } from './model.ts'
import { OnAir } from './on-air.tsx'
import { Hands, Needs, Roster } from './roster.tsx'
import { secondsSince } from './view.ts'

type StudioProps = { model: StudioModel; /** Opens the page of devices and passphrase, which another feature draws. */ onDevices: () => void }

/** The host's page: one key, one sentence, three names. */
export function Studio({ model, onDevices }: StudioProps) {
  const [ending, setEnding] = useState(false)
  const view = model.class.value
  const figures = model.figures.value
  return (
    <div class="screen studio-screen">
      <StudioShade model={model} onDevices={onDevices} onEnd={() => setEnding(true)} />
      {view === null ? <main class="body"><p role="status">{m.studio_loading()}</p></main>
        : view.phase === 'closed' && figures !== null ? <Figures model={model} figures={figures} />
        : <Desk model={model} />}
      {ending ? <EndDialog model={model} onClose={() => setEnding(false)} /> : null}
      <Toasts>
        {model.problem.value === null ? null : (
          <Toast>{m.studio_refused({ sentence: model.problem.value })}<Button onPress={() => { model.problem.value = null }}>{m.studio_dismiss()}</Button></Toast>
        )}
      </Toasts>
    </div>
  )
}

function StudioShade({ model, onDevices, onEnd }: { model: StudioModel; onDevices: () => void; onEnd: () => void }) {
  const view = model.class.value
  const live = view?.phase === 'live'
  const elapsed = live ? secondsSince(view.beganAt, model.now.value) : null
  const { theftCovered, recordKept, media } = model.lamps.value
  return (
    <Shade title={view?.title ?? m.studio_draft_title()} live={live} under={elapsed === null ? undefined : <span class="num">{m.studio_elapsed({ time: clockText(elapsed) })}</span>}>
      <div class="line shade-lamps" role="group" aria-label={m.studio_lamps()}>
        <Lamp state={model.linked.value ? 'on' : 'flag'}>{model.linked.value ? m.studio_lamp_linked() : m.studio_lamp_unlinked()}</Lamp>
        <Lamp state="off">{m.studio_lamp_not_recorded()}</Lamp>
        {recordKept ? null : <Lamp state="flag">{m.studio_lamp_not_kept()}</Lamp>}
        <Lamp state={theftCovered ? 'on' : 'flag'}>{theftCovered ? m.studio_lamp_theft_covered() : m.studio_lamp_theft_open()}</Lamp>
        {media ? null : <Lamp state="flag">{m.studio_lamp_media_off()}</Lamp>}
      </div>
      <div class="line">
        <Button icon={<KeyIcon />} onPress={onDevices}>{m.studio_devices()}</Button>
        {live ? <Button icon={<StopIcon />} onPress={onEnd}>{m.studio_end()}</Button> : null}
      </div>
    </Shade>
  )
}

function Desk({ model }: { model: StudioModel }) {
  const phase = model.class.value?.phase
  return (
    <main class={phase === 'live' ? 'studio is-live' : 'studio'}>
      <div class="stack studio-in">
        {phase === 'draft' ? <Draft model={model} /> : null}
        {phase === 'lobby' ? <Lobby model={model} /> : null}
        {phase === 'draft' ? null : <JoinCard model={model} />}
      </div>
      <div class="stack studio-mid">
        <CueDesk model={model} />
        <OnAir model={model} />
      </div>
      <div class="stack studio-people">
        <Hands model={model} />
        <Needs model={model} />
        <Roster model={model} />
      </div>
    </main>
  )
}

function Draft({ model }: { model: StudioModel }) {
  const [title, setTitle] = useState(model.class.value?.title ?? '')
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        void model.openLobby(title)
      }}
    >
      <h2 class="title">{m.studio_draft_title()}</h2>
      <Field label={m.studio_name_label()} name="title" value={title} onInput={setTitle} why={m.studio_name_why()} maxLength={120} />
      <Button kind="act" thumb submit busy={model.busy.value} disabled={title.trim() === ''}>{m.studio_open_lobby()}</Button>
      <p class="small soft">{m.studio_open_lobby_why()}</p>
    </form>
  )
}

function Lobby({ model }: { model: StudioModel }) {
  const sending = model.sending.value.source !== null || model.publishers.value.length > 0
  return (
    <section class="card stack" aria-labelledby="lobby">
      <h2 class="title" id="lobby">{m.studio_lobby_title()}</h2>
      <p class="num" role="status">{m.studio_lobby_here({ count: model.class.value?.here ?? 0 })}</p>
      <Button kind="act" thumb icon={<PlayIcon />} busy={model.busy.value} onPress={() => void model.begin()}>{m.studio_begin()}</Button>
      <p class="small soft">{sending ? m.studio_begin_why() : m.studio_begin_no_source()}</p>
    </section>
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
