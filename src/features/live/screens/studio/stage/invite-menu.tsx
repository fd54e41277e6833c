import { useState } from 'preact/hooks'
import type { SeatId } from '../../../../../kernel/ids.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Dialog } from '../../../../../ui/components/dialog.tsx'
import { CameraIcon, LockIcon, MicIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { StudioModel } from '../model.ts'
import { isAtWork, offersFor } from './host-view.ts'
import type { Invitation } from './stage-host.ts'

/** One key that asks somebody on stage; which way is chosen in a dialog. */
export function InviteMenu({ model, seat, name }: { model: StudioModel; seat: SeatId; name: string }) {
  const [open, setOpen] = useState(false)
  const isThere = model.stage.guests.value.some((guest) => guest.seat === seat && isAtWork(guest))
  if (model.class.value?.phase !== 'live' || isThere) return null
  return (
    <>
      <Button label={m.studio_stage_ask_label({ name })} onPress={() => setOpen(true)}>{m.studio_stage_ask()}</Button>
      {open ? <InviteDialog model={model} seat={seat} name={name} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function InviteDialog({ model, seat, name, onClose }: { model: StudioModel; seat: SeatId; name: string; onClose: () => void }) {
  const offers = offersFor(model.stage.guests.value)
  const mayTalk = model.camera.value === 'open'
  const ask = (as: Invitation['as'], isPrivate: boolean) => (): void => {
    onClose()
    void model.stage.invite({ seat, as, private: isPrivate })
  }
  return (
    <Dialog title={m.studio_stage_ask_title({ name })} onClose={onClose}>
      <p class="soft">{m.studio_stage_ask_why()}</p>
      <Button thumb icon={<MicIcon />} disabled={!offers.voice} onPress={ask('voice', false)}>{m.studio_stage_ask_voice()}</Button>
      <Button thumb icon={<CameraIcon />} disabled={!offers.picture} onPress={ask('picture', false)}>{m.studio_stage_ask_picture()}</Button>
      <Button thumb icon={<LockIcon />} disabled={!offers.private || !mayTalk} onPress={ask('voice', true)}>{m.studio_stage_ask_private()}</Button>
      <p class="small soft">{mayTalk ? m.studio_stage_private_why() : m.studio_stage_private_not_trusted()}</p>
      {offers.voice && offers.picture ? null : <p class="small soft">{m.studio_stage_full()}</p>}
      <Button onPress={onClose}>{m.studio_stage_ask_not()}</Button>
    </Dialog>
  )
}
