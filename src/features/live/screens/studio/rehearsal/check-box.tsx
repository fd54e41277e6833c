import { useState } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { Select } from '../../../../../ui/components/select.tsx'
import { saveFile } from '../../../../../ui/save-file.ts'
import { m } from '../../../../../words/messages.js'
import type { AskedCheck, BoxCheck } from '../../../wire/checks.ts'
import type { RehearsalDesk } from './rehearsal-desk.ts'
import { LEARNER_CHOICES, NETWORK_CHOICES, STATE_LAMPS, stateSentence } from './rehearsal-words.ts'

/** Long enough for every figure of the chosen network. */
const SECONDS: Readonly<Record<AskedCheck['network'], number>> = { lan: 30, wan: 30, bad: 30, cap300: 60 }

/** A whole class with made-up learners, on this machine; how far it is, and what came out. */
export function CheckBox({ desk, language }: { desk: RehearsalDesk; language: string }) {
  const [learners, setLearners] = useState<(typeof LEARNER_CHOICES)[number]>('10')
  const [network, setNetwork] = useState<AskedCheck['network']>('lan')
  const check = desk.check.value
  const start = (): void => void desk.startCheck({ learners: Number(learners), seconds: SECONDS[network], network, language: language === 'de' ? 'de' : 'en' })
  return (
    <div class="stack stack-s">
      <h3>{m.studio_trial_title()}</h3>
      <p class="small soft">{m.studio_trial_why()}</p>
      {check?.state === 'running' ? <Running check={check} onStop={() => void desk.stopCheck()} /> : (
        <>
          {check ? <Result check={check} desk={desk} /> : null}
          <div class="line">
            <Select
              label={m.studio_trial_learners()} name="trial-learners" chosen={learners} onChoose={setLearners}
              options={LEARNER_CHOICES.map((value) => ({ value, words: value }))}
            />
            <Select
              label={m.studio_trial_network()} name="trial-network" chosen={network} onChoose={setNetwork}
              options={NETWORK_CHOICES.map(({ value, words }) => ({ value, words: words() }))}
            />
          </div>
          <p class="line"><Button onPress={start} disabled={desk.moving.value}>{m.studio_trial_start()}</Button></p>
        </>
      )}
    </div>
  )
}

function Running({ check, onStop }: { check: BoxCheck; onStop: () => void }) {
  const { asked, joined, second } = check
  return (
    <>
      <p role="status">{second > 0 ? m.studio_trial_second({ second, of: asked.seconds }) : m.studio_trial_joined({ count: joined, of: asked.learners })}</p>
      <progress max={asked.seconds} value={second} aria-label={m.studio_trial_title()} />
      <p class="line"><Button onPress={onStop}>{m.studio_trial_stop()}</Button></p>
    </>
  )
}

function Result({ check, desk }: { check: BoxCheck; desk: RehearsalDesk }) {
  const judged = check.rows.filter(({ met }) => met !== null)
  const save = (): void => void desk.sheet((html) => saveFile(m.studio_trial_file(), 'text/html', html))
  return (
    <>
      <p role="status"><Lamp state={STATE_LAMPS[check.state]}>{stateSentence(check)}</Lamp></p>
      {judged.length > 0 ? (
        <details>
          <summary>{m.studio_trial_figures({ met: judged.filter(({ met }) => met).length, of: judged.length })}</summary>
          <div class="scroll" tabIndex={0} role="region" aria-label={m.studio_trial_title()}>
            <table class="table">
              <thead><tr><th scope="col">{m.studio_trial_figure()}</th><th scope="col">{m.studio_trial_measured()}</th><th scope="col">{m.studio_trial_limit()}</th></tr></thead>
              <tbody>
                {judged.map(({ figure, label, value, limit, met }) => (
                  <tr key={figure}>
                    <th scope="row">{met ? label : <Lamp state="flag">{label}</Lamp>}</th>
                    <td class="num">{value ?? m.studio_trial_unmeasured()}</td>
                    <td class="num">{limit}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ) : null}
      {check.rows.length > 0 ? <p class="line"><Button onPress={save}>{m.studio_trial_save()}</Button></p> : null}
    </>
  )
}
