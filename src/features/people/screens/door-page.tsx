import type { ComponentChildren } from 'preact'
import { Button } from '../../../ui/components/button.tsx'
import { Lamp } from '../../../ui/components/lamp.tsx'
import { Shade } from '../../../ui/components/shade.tsx'
import { Loading } from '../../../ui/components/states.tsx'
import { KeyIcon, LockIcon, QrIcon, ScreenIcon } from '../../../ui/icons/icons.tsx'
import { m } from '../../../words/messages.js'
import type { Door, DoorModel } from './door.ts'
import { doorRefusal } from './door-words.ts'
import { PassphraseForm } from './passphrase-form.tsx'

/** What stands before the studio until the device is in; draws nothing once it is. */
export function DoorPage({ model, title = m.people_door_title() }: { model: DoorModel; /** What is behind it; the studio unless said. */ title?: string }) {
  const door = model.door.value
  if (door.at === 'in') return null
  return (
    <div class="screen">
      <Shade title={title}>{door.at === 'locked' ? <Lamp state="off">{m.people_locked_lamp()}</Lamp> : null}</Shade>
      <main class="screen-main">
        <div class="body door" aria-live="polite">{doorBody(door, model)}</div>
      </main>
    </div>
  )
}

function doorBody(door: Exclude<Door, { at: 'in' }>, model: DoorModel) {
  switch (door.at) {
    case 'looking':
    case 'pairing':
      return <Arriving pairing={door.at === 'pairing'} />
    case 'unreachable':
      return <Words title={m.people_door_unreachable_title()} why={m.people_door_unreachable_why()}><Again model={model} words={m.people_door_try_now()} /></Words>
    case 'locked':
      return <Locked door={door} model={model} />
    case 'pair-refused':
      return <Words title={m.people_door_pair_refused_title()} why={doorRefusal(door.refused)}><Again model={model} words={m.people_door_looked_again()} /></Words>
    case 'not-paired':
      return <NotPaired door={door} model={model} />
    case 'choose':
      return <Choose door={door} model={model} />
  }
}

function Words({ title, why, children }: { title: string; why: ComponentChildren; children?: ComponentChildren }) {
  return (
    <section class="stack">
      <h2 class="title">{title}</h2>
      <p class="soft">{why}</p>
      {children}
    </section>
  )
}

function Again({ model, words }: { model: DoorModel; words: string }) {
  return <p><Button kind="act" onPress={() => model.look()}>{words}</Button></p>
}

function Arriving({ pairing }: { pairing: boolean }) {
  const steps = [
    { words: pairing ? m.people_door_pairing() : m.people_door_looking_step(), state: 'wait' as const },
    { words: m.people_door_looking_studio(), state: 'plan' as const },
  ]
  return <div class="appears-late"><Loading title={m.people_door_looking()} steps={steps} /></div>
}

function Locked({ door, model }: { door: Extract<Door, { at: 'locked' }>; model: DoorModel }) {
  return (
    <Words title={m.people_locked_title()} why={m.people_locked_why()}>
      {door.trust === 'plain' ? <p>{m.people_locked_plain()}</p> : (
        <PassphraseForm
          label={m.people_passphrase()} act={<><LockIcon />{m.people_unlock()}</>} kind="current"
          busy={door.busy} refused={door.refused} onSubmit={(passphrase) => model.unlock(passphrase)}
        />
      )}
    </Words>
  )
}

function NotPaired({ door, model }: { door: Extract<Door, { at: 'not-paired' }>; model: DoorModel }) {
  const maySignIn = door.trust !== 'plain' && door.passphraseSet
  return (
    <Words title={m.people_door_not_paired_title()} why={m.people_door_not_paired_why()}>
      <ol class="rows card ways">
        <Way icon={<QrIcon />} title={m.people_door_way_link_title()} why={m.people_door_way_link_why()} />
        <Way icon={<ScreenIcon />} title={m.people_door_way_device_title()} why={m.people_door_way_device_why()} />
        <Way icon={<KeyIcon />} title={m.people_door_way_passphrase_title()} why={passphraseWay(door)}>
          {maySignIn ? (
            <PassphraseForm
              label={m.people_passphrase()} act={m.people_sign_in()} kind="current"
              busy={door.busy} refused={door.refused} onSubmit={(passphrase) => model.signIn(passphrase)}
            />
          ) : null}
        </Way>
      </ol>
      <p><Button onPress={() => model.look()}>{m.people_door_looked_again()}</Button></p>
    </Words>
  )
}

function passphraseWay(door: Extract<Door, { at: 'not-paired' }>): string {
  if (door.trust === 'plain') return m.people_door_way_passphrase_elsewhere()
  return door.passphraseSet ? m.people_door_way_passphrase_here() : m.people_door_way_passphrase_unset()
}

function Way({ icon, title, why, children }: { icon: ComponentChildren; title: string; why: string; children?: ComponentChildren }) {
  return (
    <li class="way">
      {icon}
      <div class="stack stack-s">
        <div>
          <h3>{title}</h3>
          <p class="small soft">{why}</p>
        </div>
        {children}
      </div>
    </li>
  )
}

function Choose({ door, model }: { door: Extract<Door, { at: 'choose' }>; model: DoorModel }) {
  return (
    <Words title={m.people_choose_title()} why={m.people_choose_why()}>
      <p>{m.people_choose_advice()}</p>
      <PassphraseForm
        label={m.people_choose_label()} act={m.people_choose_do()} kind="new"
        busy={door.busy} refused={door.refused} onSubmit={(passphrase) => model.choose(passphrase)}
      />
      <p class="line">
        <Button onPress={() => model.chooseLater()}>{m.people_choose_later()}</Button>
        <span class="small soft grow">{m.people_choose_later_why()}</span>
      </p>
    </Words>
  )
}
