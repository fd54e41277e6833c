import '../../ui/kit/kit.css'
import '../../features/people/screens/door.css'
import '../../features/live/screens/studio/studio.css'
import '../../features/live/screens/sheet/sheet.css'
import '../../features/live/screens/report/report.css'
import '../../features/capture/screens/recording/recording.css'
import '../../features/privacy/screens/settings/settings.css'
import { computed, signal, useSignal } from '@preact/signals'
import { render } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { RecordingAfter } from '../../features/capture/screens/recording/after-card.tsx'
import { recordingParts } from '../../features/capture/screens/recording/parts.tsx'
import { ReplayDesk } from '../../features/capture/screens/recording/replay-desk.ts'
import { deviceLabel } from '../../features/people/screens/door-words.ts'
import { DevicesDialog } from '../../features/people/screens/devices-dialog.tsx'
import { DevicesModel } from '../../features/people/screens/devices.ts'
import { openDoor, ticketInHash, type DoorModel } from '../../features/people/screens/door.ts'
import { DoorPage } from '../../features/people/screens/door-page.tsx'
import { hello, makeTicket } from '../../features/people/wire/routes.ts'
import { type CrewRole, crewRole, pageBeside } from '../../features/live/screens/studio/control/crew.ts'
import { ReportModel, reportCode } from '../../features/live/screens/report/report-model.ts'
import { ReportPage } from '../../features/live/screens/report/report-page.tsx'
import { codeInSheetPath, SheetModel } from '../../features/live/screens/sheet/model.ts'
import { SheetPage } from '../../features/live/screens/sheet/sheet-page.tsx'
import { Asking } from '../../features/live/screens/studio/asking.ts'
import { StudioToasts } from '../../features/live/screens/studio/studio-toasts.tsx'
import { StudioModel } from '../../features/live/screens/studio/model.ts'
import { Studio } from '../../features/live/screens/studio/studio.tsx'
import { PrivacyDesk } from '../../features/privacy/screens/settings/privacy-desk.ts'
import { PrivacyAfter, privacyParts } from '../../features/privacy/screens/settings/parts.tsx'
import type { WallTime } from '../../kernel/time.ts'
import { probeCapabilities } from '../../ui/capabilities.ts'
import { Client } from '../../ui/client.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { openDeviceKey, type DeviceKey } from '../../ui/device-key.ts'
import { forgetAskedLanguage } from '../../ui/language.ts'
import { pageTimers } from '../../ui/timers.ts'
import { m } from '../../words/messages.js'
import { saveEvidence } from './save-evidence.ts'
import { studioParts } from './studio-parts.tsx'

/** The host's page: the door of one feature before the studio of another. */
const { trusted } = probeCapabilities()
const crypto = nobleCrypto()
const key = openDeviceKey({ trusted, use: 'studio', storage: localStorage, crypto, now: Date.now })
const client = new Client({ crypto, key, hello })
const ASK_AGAIN_MS = 2500
/** Where learners reach this box, for links that are given to them. */
const address = signal(location.origin)
client.call(hello).then(({ addresses }) => { address.value = addresses[0] ?? location.origin }, () => { /* The page's own address is given, then. */ })
const wallNow = (): WallTime => Date.now() as WallTime
const sheetCode = codeInSheetPath(location.pathname)
const reported = reportCode(location.pathname)

const door = openDoor({
  client,
  opens: ['host', 'co-host', 'technician', 'reviewer', 'desk'],
  ticket: ticketInHash(location.hash),
  label: deviceLabel(navigator.userAgent),
  again: (look) => setTimeout(look, ASK_AGAIN_MS),
})
forgetAskedLanguage(location, history)
// A link made to hand the class over: this device takes it.
const takes = new URLSearchParams(location.hash.slice(1)).has('take')
// The ticket must stay neither in the address nor in the history.
if (location.hash !== '') history.replaceState(null, '', location.pathname)

function HostPage({ model }: { model: DoorModel }) {
  const door = model.door.value
  const elsewhere = door.at === 'in' ? pageBeside(door.roles) : null
  if (elsewhere !== null) return <Elsewhere page={elsewhere} />
  // The passphrase is a matter of the studio; who wants a sheet or a report is not asked for one.
  const isAside = reported !== undefined || sheetCode !== null
  if (door.at !== 'in' && !(door.at === 'choose' && isAside)) return <DoorPage model={model} />
  if (reported !== undefined) return <InReport code={reported} role={crewRole(door.roles)} />
  return sheetCode === null ? <InStudio deviceKey={key} role={crewRole(door.roles)} /> : <InSheet code={sheetCode} />
}

/** Who decides on requests, or writes consent down, has a page of their own and no studio. */
function Elsewhere({ page }: { page: string }) {
  useEffect(() => location.replace(page), [page])
  return null
}

/** Who looks after links alone reads a report, and is told nothing of a recording. */
function InReport({ code, role }: { code: string; role: CrewRole }) {
  const model = useMemo(() => {
    const made = new ReportModel(client, code)
    void made.look()
    return made
  }, [code])
  const asking = useMemo(() => new Asking(() => undefined), [])
  const recording = useMemo(() => new ReplayDesk({ client, code, wallNow, ask: (act) => asking.ask(act) }), [code, asking])
  const evidence = useMemo(() => (role === 'host' ? saveEvidence({ client, ask: (act) => asking.ask(act), fetch: window.fetch.bind(window) }) : null), [role, asking])
  const privacy = useMemo(() => new PrivacyDesk({ client, code, timers: pageTimers, ask: (act) => asking.ask(act) }), [code, asking])
  return (
    <>
      <ReportPage state={model.state} onRetry={() => void model.look()}>
        <a class="btn" href="/host">{m.report_to_studio()}</a>
        {role !== 'technician' && model.state.value.at === 'report' ? <><RecordingAfter desk={recording} address={address.value} /><PrivacyAfter desk={privacy} saveEvidence={evidence} /></> : null}
      </ReportPage>
      <StudioToasts asking={asking} />
    </>
  )
}

function InSheet({ code }: { code: string }) {
  const sheet = useMemo(() => {
    // On plain http other boxes have the same address, and could read what is kept under it.
    const made = new SheetModel({ code, client, storage: trusted ? localStorage : null })
    void made.look()
    return made
  }, [code])
  return <SheetPage model={sheet} />
}

function InStudio({ deviceKey, role }: { deviceKey: DeviceKey; role: CrewRole }) {
  const studio = useMemo(() => {
    const made = new StudioModel({
      client, key: deviceKey, crypto, secureContext: trusted,
      control: { label: deviceLabel(navigator.userAgent), role, takes, makeTicket: (forRole) => client.call(makeTicket, { input: { roles: [forRole] } }) },
    })
    void made.open()
    return made
  }, [deviceKey, role])
  const parts = useMemo(() => {
    const ask = (act: () => Promise<unknown>) => studio.asking.ask(act)
    const recording = recordingParts({ client, class: studio.class, told: studio.lamps.recording, now: studio.now, wallNow, ask, address })
    return studioParts(recording, privacyParts({ client, timers: pageTimers, ask, saveEvidence: role === 'host' ? saveEvidence({ client, ask, fetch: window.fetch.bind(window) }) : null }), { code: computed(() => studio.class.value?.code), runsTheRoom: role !== 'technician' })
  }, [studio, role])
  const devices = useMemo(() => new DevicesModel(client), [])
  const devicesOpen = useSignal(false)
  return (
    <>
      <Studio model={studio} parts={parts} onDevices={() => (devicesOpen.value = true)} />
      {devicesOpen.value ? <DevicesDialog model={devices} onClose={() => { devicesOpen.value = false; void studio.refresh() }} /> : null}
    </>
  )
}

const app = document.getElementById('app')
document.title = m.studio_page_title()
if (app) render(<HostPage model={door} />, app)
