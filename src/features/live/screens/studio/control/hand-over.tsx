import { Button } from '../../../../../ui/components/button.tsx'
import { Copy } from '../../../../../ui/components/copy.tsx'
import { Dialog } from '../../../../../ui/components/dialog.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { Qr } from '../../../../../ui/components/qr.tsx'
import { m } from '../../../../../words/messages.js'
import type { StudioModel } from '../model.ts'
import type { TicketRole } from './crew.ts'

const LINK_WORDS: Record<TicketRole, { readonly title: () => string; readonly why: () => string }> = {
  'host': { title: m.studio_ticket_host, why: m.studio_ticket_host_why },
  'co-host': { title: m.studio_ticket_co_host, why: m.studio_ticket_co_host_why },
  'technician': { title: m.studio_ticket_technician, why: m.studio_ticket_technician_why },
  'reviewer': { title: m.studio_ticket_reviewer, why: m.studio_ticket_reviewer_why },
  'desk': { title: m.studio_ticket_desk, why: m.studio_ticket_desk_why },
}

/** Another device runs the class, or helps to: a code to scan for each. */
export function HandOverDialog({ model, onClose }: { model: StudioModel; onClose: () => void }) {
  return (
    <Dialog title={m.studio_hand_over()} onClose={onClose}>
      <WhoRuns model={model} />
      <Ticket model={model} />
      <div class="stack stack-s">
        <TicketButton model={model} role="host" kind="act" />
        <TicketButton model={model} role="co-host" />
        <TicketButton model={model} role="technician" />
        <TicketButton model={model} role="reviewer" />
        <TicketButton model={model} role="desk" />
      </div>
      <Button onPress={onClose}>{m.studio_close()}</Button>
    </Dialog>
  )
}

/** Which device runs the class, and how to take it. */
export function WhoRuns({ model }: { model: StudioModel }) {
  const control = model.control.state.value
  if (control.at === 'here') return <p><Lamp state="on">{m.studio_control_here()}</Lamp></p>
  if (control.at !== 'elsewhere') return null
  return (
    <p class="line">
      <Lamp state="wait">{m.studio_control_elsewhere({ device: control.label })}</Lamp>
      {model.control.role === 'technician' ? null : <Button onPress={() => void model.control.take()}>{m.studio_control_take()}</Button>}
    </p>
  )
}

function TicketButton({ model, role, kind = 'plain' }: { model: StudioModel; role: TicketRole; kind?: 'plain' | 'act' }) {
  return (
    <div class="line act-line">
      <Button kind={kind} busy={model.busy.value} onPress={() => void model.control.makeTicket(role)}>{LINK_WORDS[role].title()}</Button>
      <span class="small soft grow">{LINK_WORDS[role].why()}</span>
    </div>
  )
}

function Ticket({ model }: { model: StudioModel }) {
  const ticket = model.control.ticket.value
  if (ticket === null) return null
  const until = new Date(ticket.until).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })
  return (
    <section class="stack stack-s ticket" aria-labelledby="ticket">
      <h3 id="ticket">{LINK_WORDS[ticket.role].title()}</h3>
      <Qr text={ticket.link} label={m.studio_ticket_code()} />
      <p class="small">{m.studio_ticket_once({ until })}</p>
      <Copy text={ticket.link} />
    </section>
  )
}
