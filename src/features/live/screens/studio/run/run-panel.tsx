import { useState } from 'preact/hooks'
import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { BackIcon, HoldIcon, NextIcon, PlayIcon, PlusIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { Schedule } from '../../../rules/run/schedule.ts'
import type { StudioModel } from '../model.ts'
import { InsertDialog } from './insert-dialog.tsx'
import { linesOf, type RunLine, seconds, wholeTime } from './run-lines.ts'

/** What the plan says, where the class stands in it, and the keys that move it. */
export function RunPanel({ model }: { model: StudioModel }) {
  const [schedule, now] = [model.schedule.value, model.now.value]
  if (schedule === null || now === null) return null
  const whole = wholeTime(schedule, now)
  return (
    <section class="stack stack-s run-panel" aria-labelledby="run">
      <h2 class="head" id="run">
        <span>{m.studio_run()}</span>
        <span class="num">{whole === null ? m.studio_run_over_all() : m.studio_run_time({ elapsed: clockText(whole.elapsed), left: clockText(whole.left) })}</span>
      </h2>
      <ol class="stack run-lines">
        {linesOf(schedule).map((line) => line.at === 'now'
          ? <NowLine key={line.item.id} line={line} schedule={schedule} />
          : <Line key={line.item.id} line={line} model={model} />)}
      </ol>
      <Keys model={model} schedule={schedule} />
    </section>
  )
}

/** How old what the page knows is; nothing while it is fresh. The place is kept. */
export function Age({ model }: { model: StudioModel }) {
  const age = model.known.value.staleSeconds
  return (
    <p class={age === null ? 'age' : 'age is-old'} role="status">
      {age === null ? '' : <Lamp state="flag">{m.studio_known_ago({ seconds: age })}</Lamp>}
    </p>
  )
}

function Line({ line, model }: { line: RunLine; model: StudioModel }) {
  const { item } = line
  const gone = line.at === 'done' || line.at === 'skipped'
  const go = gone ? m.studio_run_back_to() : m.studio_run_go_to()
  return (
    <li class={gone ? 'run-item is-ink' : 'run-item is-pencil'}>
      <details class="run-more">
        <summary>
          <span class="grow">
            {line.at === 'next' ? <b>{m.studio_run_next({ title: item.title })}</b> : item.title}
            {line.at === 'skipped' ? <span class="small soft"> {m.studio_run_skipped()}</span> : null}
            {line.isShortened ? <><br /><span class="small">{m.studio_run_shorter()}</span></> : null}
          </span>
          <span class="num soft">{clockText(line.seconds)}</span>
        </summary>
        <div class="line run-acts">
          <Button icon={gone ? <BackIcon /> : <NextIcon />} label={m.studio_key_of({ key: go, name: item.title })} onPress={() => void model.run.goTo(item.id)}>{go}</Button>
          {gone ? null : (
            <>
              <Button label={m.studio_run_skip_label({ title: item.title })} onPress={() => void model.run.skip(item.id)}>{m.studio_run_skip()}</Button>
              <Button label={m.studio_key_of({ key: m.studio_run_minute(), name: item.title })} onPress={() => void model.run.extend(item.id, 60)}>{m.studio_run_minute()}</Button>
            </>
          )}
        </div>
      </details>
    </li>
  )
}

function NowLine({ line: { item }, schedule: { elapsed, over, held, next } }: { line: RunLine; schedule: Schedule }) {
  const isOver = over >= 1_000_000
  return (
    <li class="run-item is-now" aria-current="step">
      <div class="stack run-now">
        <span class="line run-title"><span class="now-tag">{m.studio_run_now()}</span><b class="large">{item.title}</b></span>
        <span class="line num run-clock">
          <b class="run-big">{clockText(seconds(elapsed))}</b>
          <span>{m.studio_run_of({ length: clockText(seconds(item.length)) })}</span>
          {isOver ? <Lamp state="flag">{m.studio_run_over({ time: clockText(seconds(over)) })}</Lamp> : null}
          {held ? <Lamp state="wait">{m.studio_run_held()}</Lamp> : null}
        </span>
        {isOver && next !== null ? <span class="small">{item.overrun === 'absorb' ? m.studio_run_gives_up() : m.studio_run_moves_back()}</span> : null}
      </div>
    </li>
  )
}

function Keys({ model, schedule }: { model: StudioModel; schedule: Schedule }) {
  const [inserting, setInserting] = useState(false)
  const { current, next, held } = schedule
  const insert = () => {
    void model.together.tracks.load()
    setInserting(true)
  }
  return (
    <div class="run-keys">
      <Button kind="act" class="run-next" icon={<NextIcon />} disabled={current === null} onPress={() => void model.run.next()}>
        {next === null ? m.studio_run_finish() : m.studio_run_next_item()}
      </Button>
      {current === null ? null : (
        <>
          <Button onPress={() => void model.run.extend(current.item.id, 60)}>{m.studio_run_minute()}</Button>
          {held
            ? <Button icon={<PlayIcon />} onPress={() => void model.run.goOn()}>{m.studio_run_go_on()}</Button>
            : <Button icon={<HoldIcon />} onPress={() => void model.run.hold()}>{m.studio_run_hold()}</Button>}
        </>
      )}
      <Button icon={<PlusIcon />} onPress={insert}>{m.studio_run_insert()}</Button>
      {inserting ? <InsertDialog model={model} after={current?.item.id ?? null} onClose={() => setInserting(false)} /> : null}
    </div>
  )
}
