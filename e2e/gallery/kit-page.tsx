import { Button } from '../../src/ui/components/button.tsx'
import { Pick } from '../../src/ui/components/choice.tsx'
import { Field } from '../../src/ui/components/field.tsx'
import { Lamp } from '../../src/ui/components/lamp.tsx'
import { Meter } from '../../src/ui/components/meter.tsx'
import { Notice } from '../../src/ui/components/notice.tsx'
import { RUNGS } from '../../src/kernel/ladder.ts'
import { RungMark } from '../../src/ui/components/rung.tsx'
import { Shade } from '../../src/ui/components/shade.tsx'
import { Empty, Loading } from '../../src/ui/components/states.tsx'
import { Strip } from '../../src/ui/components/strip.tsx'
import { Table } from '../../src/ui/components/table.tsx'
import { TimerRing } from '../../src/ui/components/timer-ring.tsx'
import { Toast } from '../../src/ui/components/toast.tsx'
import * as icons from '../../src/ui/icons/icons.tsx'

const nothing = (): void => undefined
const LAMPS = ['on', 'wait', 'flag', 'off', 'rec', 'plan'] as const

/** The kit on one page, for looking at. */
export function KitPage() {
  return (
    <div class="screen">
      <Shade title="The kit" under="Ink, light, pencil" live>
        {LAMPS.map((lamp) => <Lamp key={lamp} state={lamp}>{lamp}</Lamp>)}
      </Shade>
      <main class="screen-main">
        <Notice tone="now"><RungMark rung="audio">Picture paused to keep the sound</RungMark></Notice>
        <div class="kit-columns">
          <section class="stack card">
            <Button kind="cue" icon={<icons.CueIcon />}>Cue</Button>
            <Strip afterMs={[38, 39, 40, 41, 41, 42, 43, 44, 44, 46, 47, 210]} limitMs={150} label="11 of 12 in time, 9 ms apart" />
            <p class="line">
              <Button kind="act">Do it</Button><Button>Or this</Button><Button kind="quiet">Quietly</Button>
              <Button kind="flag">Remove</Button><Button pressed>Pressed</Button><Button disabled>Not yet</Button>
            </p>
            <Pick label="Picture" chosen="camera" onChoose={nothing} options={[{ value: 'camera', words: 'Camera' }, { value: 'screen', words: 'Screen' }, { value: 'file', words: 'File' }]} />
          </section>
          <section class="stack">
            <p class="line">{LAMPS.map((lamp) => <Lamp key={lamp} state={lamp}>{lamp}</Lamp>)}</p>
            <p class="line">{RUNGS.map((rung) => <RungMark key={rung} rung={rung}>{rung}</RungMark>)}</p>
            <div class="line"><TimerRing part={0.85} label="153 seconds left">2:33</TimerRing><TimerRing part={0.4} label="24 seconds left">0:24</TimerRing></div>
            <Meter label="Sent" part={0.6} />
            <Field label="Title of the class" name="title" value="Shoulders that stop aching" onInput={nothing} why="Seven words at most." />
            <Field label="Passphrase" name="pass" type="password" value="short" onInput={nothing} wrong="Ten characters at least." />
            <p class="line">{Object.entries(icons).filter(([name]) => name !== 'Mark').map(([name, Icon]) => <Icon key={name} />)}</p>
          </section>
          <section class="stack">
            <Empty title="Your first class starts as a plan."><p class="soft">Pick one, open the door.</p></Empty>
            <Loading title="Taking your seat" steps={[{ words: 'Found the class', state: 'on' }, { words: 'Asking for picture and sound', state: 'wait' }, { words: 'Matching clocks', state: 'plan' }]} />
            <Table caption="Who is here" columns={[{ key: 'who', words: 'Who' }, { key: 'cue', words: 'Cue, ms', number: true }]} rows={[{ key: 'a', cells: ['Imani', 22] }, { key: 'b', cells: ['Noor', 24] }]} />
            <Toast><span class="grow">Question hidden.</span><Button>Undo</Button></Toast>
          </section>
        </div>
      </main>
    </div>
  )
}
