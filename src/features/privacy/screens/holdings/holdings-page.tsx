import { useEffect } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Tell } from '../../../../ui/components/states.tsx'
import { m } from '../../../../words/messages.js'
import { sizeText } from '../crew/crew-format.ts'
import { Problem } from '../crew/problem.tsx'
import { BeforeDialog } from './before-dialog.tsx'
import { ClassCard } from './class-card.tsx'
import type { Holdings, HoldingsPart } from './holdings-model.ts'
import { takenOf, wholeBytes } from './reading.ts'
import { takenText } from './holdings-words.ts'

/** `/box`: what this box holds, under which keys, until when. */
export function HoldingsPage({ model }: { model: HoldingsPart }) {
  useEffect(() => { document.title = m.privacy_holdings_title() }, [])
  const state = model.state.value
  return (
    <div class="screen">
      <Shade title={m.privacy_holdings_title()}><a class="btn" href="/host">{m.privacy_crew_studio()}</a></Shade>
      <main class="screen-main">
        {state.at === 'there' ? <Held model={model} holdings={state.holdings} /> : (
          <div class="body" role="status">
            {state.at === 'looking' ? <p class="appears-late">{m.privacy_holdings_looking()}</p> : (
              <Tell title={state.sentence} act={<Button kind="act" thumb onPress={() => void model.look()}>{m.privacy_crew_try_again()}</Button>} />
            )}
          </div>
        )}
      </main>
      <BeforeDialog model={model} />
      <Problem problem={model.problem.value ?? model.done.value} onDismiss={() => model.dismiss()} />
    </div>
  )
}

function Held({ model, holdings }: { model: HoldingsPart; holdings: Holdings }) {
  const people = holdings.classes.reduce((sum, one) => sum + one.people, 0)
  return (
    <div class="holdings">
      <p class="say holdings-lead">{m.privacy_holdings_lead({ classes: holdings.classes.length, people, size: sizeText(wholeBytes(holdings)) })}</p>
      <div class="holdings-cards">
        <Space holdings={holdings} />
        <Keys holdings={holdings} />
      </div>
      <section class="stack" aria-labelledby="holdings-classes">
        <h2 class="title" id="holdings-classes">{m.privacy_holdings_classes()}</h2>
        {holdings.classes.length === 0 ? <p class="soft">{m.privacy_holdings_no_class()}</p> : holdings.classes.map((held) => <ClassCard key={held.code} model={model} held={held} />)}
      </section>
    </div>
  )
}

/** A bar each, of the widest; the words stand in the page, so that they grow with its text. */
function Space({ holdings }: { holdings: Holdings }) {
  const taken = takenOf(holdings)
  return (
    <section class="card stack" aria-labelledby="holdings-space">
      <h2 class="head" id="holdings-space"><span>{m.privacy_holdings_space()}</span><span class="num">{sizeText(wholeBytes(holdings))}</span></h2>
      <ul class="stack stack-s">
        {taken.map((one) => (
          <li key={`${one.what} ${one.code}`} class="holdings-bar">
            <span><b>{takenText(one)}</b></span>
            <span class="num soft">{sizeText(one.bytes)}</span>
            <i aria-hidden="true"><i style={{ inlineSize: `${Math.max(0.5, one.part * 100).toFixed(1)}%` }} /></i>
          </li>
        ))}
      </ul>
      <p class="small soft num">{m.privacy_holdings_entries({ count: holdings.record.entries })}</p>
    </section>
  )
}

function Keys({ holdings: { keys } }: { holdings: Holdings }) {
  return (
    <section class="card stack" aria-labelledby="holdings-keys">
      <h2 class="head" id="holdings-keys">{m.privacy_holdings_keys()}</h2>
      <ul class="rows">
        <li class="row"><Lamp state={keys.passphrase ? 'on' : 'flag'}>{keys.passphrase ? m.privacy_holdings_passphrase() : m.privacy_holdings_no_passphrase()}</Lamp></li>
        <li class="row"><Lamp state={keys.keyFile ? 'on' : 'off'}>{keys.keyFile ? m.privacy_holdings_key_file() : m.privacy_holdings_no_key_file()}</Lamp></li>
      </ul>
      <p class="small">{keys.passphrase || keys.keyFile ? m.privacy_holdings_covered() : m.privacy_holdings_open_to_thieves()}</p>
      <p class="small soft">{m.privacy_holdings_keys_why()}</p>
    </section>
  )
}
