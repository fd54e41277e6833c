import type { ReadonlySignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { Button } from '../../ui/components/button.tsx'
import { Field } from '../../ui/components/field.tsx'
import { Lamp, type LampState } from '../../ui/components/lamp.tsx'
import { Meter } from '../../ui/components/meter.tsx'
import { Notice } from '../../ui/components/notice.tsx'
import { Mark } from '../../ui/icons/icons.tsx'
import { m } from '../../words/messages.js'
import { findingSentence, stepName } from '../report/finding-sentences.ts'
import { STEPS } from '../verify/finding.ts'
import type { Finding, FindingState } from '../verify/finding.ts'
import type { Outcome, Verdict } from '../verify/verify-bundle.ts'
import type { BundleState, BundleVisit } from './bundle-visit.ts'
import { droppedFiles, pickedFiles } from './chosen-files.ts'

export type BundleActs = Pick<BundleVisit, 'typeKey' | 'bringAlong' | 'choose' | 'check'>

const LAMPS: Readonly<Record<FindingState, LampState>> = { good: 'on', told: 'off', bad: 'flag' }
const MARKS: Readonly<Record<FindingState, () => string>> = { good: m.evidence_mark_good, told: m.evidence_mark_told, bad: m.evidence_mark_bad }
const OUTCOMES: Readonly<Record<Outcome, { readonly words: () => string; readonly lamp: LampState }>> = {
  trusted: { words: m.evidence_outcome_trusted, lamp: 'on' },
  'self-consistent': { words: m.evidence_outcome_self_page, lamp: 'wait' },
  broken: { words: m.evidence_outcome_broken, lamp: 'flag' },
}

/** `verify.html`: a bundle checked in a browser, from the disk, with no network at all. */
export function BundlePage({ state, acts }: { state: ReadonlySignal<BundleState>; acts: BundleActs }) {
  const known = state.value
  return (
    <div class="screen bundle">
      <header class="shade"><Mark /><h1>{m.evidence_page_title()}</h1></header>
      <main class="screen-main">
        <div class="body stack">
          <Notice tone="flag">{m.evidence_page_self()}</Notice>
          <Choose state={known} acts={acts} />
          <div role="status" class="stack"><Told state={known} /></div>
        </div>
      </main>
    </div>
  )
}

function Choose({ state, acts }: { state: BundleState; acts: BundleActs }) {
  return (
    <section
      class="card stack"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        if (event.dataTransfer) void acts.choose(droppedFiles(event.dataTransfer.items))
      }}
    >
      <Pick label={m.evidence_page_pick()} why={`${m.evidence_page_drop()} ${m.evidence_page_offline()}`} folder onPick={(files) => void acts.choose(pickedFiles(files))} />
      <Field
        label={m.evidence_page_key()} name="key" value={state.key} onInput={(key) => acts.typeKey(key)}
        why={m.evidence_page_key_why()} wrong={state.keyIsWrong ? m.evidence_page_key_bad() : null}
      />
      <Pick label={m.evidence_page_seen()} onPick={(files) => void acts.bringAlong(files)} />
      <Button kind="act" busy={state.at === 'checking' || state.at === 'reading'} onPress={() => void acts.check()}>{m.evidence_page_check()}</Button>
    </section>
  )
}

type PickProps = { readonly label: string; readonly why?: string; /** A whole folder rather than files. */ readonly folder?: boolean; readonly onPick: (files: readonly File[]) => void }

function Pick({ label, why, folder = false, onPick }: PickProps) {
  const id = useId()
  return (
    <div class="field">
      <label class="field-label" for={id}>{label}</label>
      <input
        class="bundle-pick" id={id} type="file" multiple
        ref={(field) => { field?.toggleAttribute('webkitdirectory', folder) }}
        aria-describedby={why === undefined ? undefined : `${id}-why`}
        onChange={(event) => onPick([...event.currentTarget.files ?? []])}
      />
      {why === undefined ? null : <p class="field-why" id={`${id}-why`}>{why}</p>}
    </div>
  )
}

function Told({ state }: { state: BundleState }) {
  switch (state.at) {
    case 'choose': return null
    case 'empty': return <Notice tone="flag">{m.evidence_page_empty()}</Notice>
    case 'failed': return <Notice tone="flag">{m.evidence_page_failed({ reason: state.reason })}</Notice>
    case 'reading':
    case 'checking': return <Working state={state} />
    case 'done': return state.verdict === null ? null : <Checklist verdict={state.verdict} />
  }
}

function Working({ state: { step, share } }: { state: BundleState }) {
  const words = share === 0 ? m.evidence_working({ step: stepName(step) }) : m.evidence_working_share({ step: stepName(step), share: Math.round(share * 100) })
  return (
    <section class="card stack" aria-busy="true">
      <p class="num">{words}</p>
      <Meter label={stepName(step)} part={(STEPS.indexOf(step) + share) / STEPS.length} busy />
    </section>
  )
}

function Checklist({ verdict: { outcome, findings, manifest } }: { verdict: Verdict }) {
  const { words, lamp } = OUTCOMES[outcome]
  return (
    <>
      <section class="card stack">
        {manifest === null ? null : <p class="code">{manifest.code}</p>}
        <p class="title"><Lamp state={lamp}>{words()}</Lamp></p>
      </section>
      <section class="card stack">
        <h2 class="title">{m.evidence_page_checklist()}</h2>
        <dl class="bundle-list">
          {STEPS.filter((step) => findings.some((finding) => finding.step === step)).map((step) => (
            <div class="bundle-step" key={step}>
              <dt>{stepName(step)}</dt>
              <dd>{findings.filter((finding) => finding.step === step).map((finding, index) => <Line finding={finding} key={index} />)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  )
}

function Line({ finding }: { finding: Finding }) {
  return (
    <p class={`bundle-line is-${finding.state}`} data-code={finding.code}>
      <Lamp state={LAMPS[finding.state]}>{MARKS[finding.state]()}</Lamp>
      <span>{findingSentence(finding)}</span>
    </p>
  )
}
