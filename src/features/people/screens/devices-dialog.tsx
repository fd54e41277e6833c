import { useEffect } from 'preact/hooks'
import type { Role } from '../../../kernel/roles.ts'
import { Button } from '../../../ui/components/button.tsx'
import { Copy } from '../../../ui/components/copy.tsx'
import { Dialog } from '../../../ui/components/dialog.tsx'
import { Lamp } from '../../../ui/components/lamp.tsx'
import { Qr } from '../../../ui/components/qr.tsx'
import { pageLanguage } from '../../../ui/language.ts'
import { m } from '../../../words/messages.js'
import type { DevicesModel, DevicesView, PairedDevice } from './devices.ts'
import { doorRefusal } from './door-words.ts'
import { PassphraseForm } from './passphrase-form.tsx'

/** Which devices steer the box, how another one comes in, and the passphrase. */
export function DevicesDialog({ model, onClose }: { model: DevicesModel; onClose: () => void }) {
  useEffect(() => void model.load(), [model])
  const view = model.view.value
  return (
    <Dialog title={m.people_devices_title()} onClose={onClose}>
      {view.refused === null ? null : <p class="field-wrong" role="alert">{doorRefusal(view.refused)}</p>}
      <ul class="rows">
        {view.devices.map((device) => <Device key={device.device} device={device} onRemove={() => void model.remove(device.device)} />)}
      </ul>
      <Pairing model={model} view={view} />
      <Passphrase model={model} view={view} />
      <p class="line"><a class="btn" href="/box">{m.people_devices_box()}</a><Button onPress={onClose}>{m.ui_close()}</Button></p>
    </Dialog>
  )
}

const ROLE_WORDS: Partial<Record<Role, () => string>> = { host: m.people_role_host, 'co-host': m.people_role_co_host, technician: m.people_role_technician, reviewer: m.people_role_reviewer, desk: m.people_role_desk }
const roleWord = (role: Role): string => (ROLE_WORDS[role] ?? m.people_role_other)()

function Device({ device, onRemove }: { device: PairedDevice; onRemove: () => void }) {
  const date = new Date(device.pairedAt).toLocaleDateString(pageLanguage(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  return (
    <li class="row">
      <span class="grow">
        <b>{device.label}</b><br />
        <span class="small soft">{m.people_devices_paired({ roles: device.roles.map(roleWord).join(', '), date })}</span>
      </span>
      {device.isThis ? <span class="soft small">{m.people_devices_this()}</span> : <Button kind="flag" onPress={onRemove}>{m.people_devices_remove()}</Button>}
    </li>
  )
}

function Pairing({ model, view }: { model: DevicesModel; view: DevicesView }) {
  return (
    <section class="stack stack-s">
      <h3>{m.people_devices_pair()}</h3>
      {view.link === null ? null : (
        <>
          <Qr text={view.link} label={m.people_devices_code()} />
          <p class="small">{m.people_devices_pair_why()}</p>
          <Copy text={view.link} />
          {view.link.startsWith('http:') ? <p class="small soft">{m.people_devices_plain()}</p> : null}
        </>
      )}
      <div class="line">
        <Button busy={view.busy} onPress={() => void model.pair(['host'])}>{m.people_devices_pair_as_host()}</Button>
        <Button busy={view.busy} onPress={() => void model.pair(['co-host'])}>{m.people_devices_pair_co_host()}</Button>
      </div>
    </section>
  )
}

function Passphrase({ model, view }: { model: DevicesModel; view: DevicesView }) {
  const { passphraseSet, trust, busy, refused } = view
  return (
    <section class="stack stack-s">
      <h3>{m.people_devices_passphrase()}</h3>
      <Lamp state={passphraseSet ? 'on' : 'flag'}>{passphraseSet ? m.people_devices_passphrase_set() : m.people_devices_passphrase_none()}</Lamp>
      {passphraseSet ? null : trust === 'plain' ? <p class="small soft">{m.people_devices_passphrase_elsewhere()}</p> : (
        <PassphraseForm label={m.people_choose_label()} act={m.people_choose_do()} kind="new" busy={busy} refused={refused} onSubmit={(typed) => void model.choosePassphrase(typed)} />
      )}
    </section>
  )
}
