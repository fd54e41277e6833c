import { useId } from 'preact/hooks'
import { Pick, Choice } from '../../../../ui/components/choice.tsx'
import { Copy } from '../../../../ui/components/copy.tsx'
import { m } from '../../../../words/messages.js'
import { ReplayFor, type Replay } from '../../wire/words.ts'
import { dayText, PRESET_WORDS, REPLAY_WORDS } from './recording-words.ts'
import type { ReplayDesk } from './replay-desk.ts'
import { dateText, PRESETS, presetOf, untilOf, untilOfDate } from './until.ts'

/** Who may watch a class again, and until when. Each choice is kept as it is made. */
export function ReplaySettings({ desk, address }: { desk: ReplayDesk; address: string }) {
  const details = desk.details.value
  if (details === null) return <p class="appears-late small" role="status">{m.recording_looking()}</p>
  const { replay } = details
  return (
    <div class="stack stack-s">
      <div class="stack stack-s" role="radiogroup" aria-label={m.recording_replay()}>
        {ReplayFor.options.map((who) => (
          <Choice key={who} name={`replay-${desk.deps.code}`} value={who} chosen={replay.who === who} onChoose={() => void desk.letIn(who)} title={REPLAY_WORDS[who].title()} note={REPLAY_WORDS[who].why()} />
        ))}
      </div>
      {replay.who === 'nobody' ? null : <Until desk={desk} replay={replay} />}
      {replay.who === 'nobody' ? null : <ReplayLink address={`${address}/replay/${desk.deps.code}`} />}
    </div>
  )
}

function Until({ desk, replay }: { desk: ReplayDesk; replay: Replay }) {
  const id = useId()
  const now = desk.deps.wallNow()
  const isOver = replay.until !== null && replay.until <= now
  return (
    <div class="stack stack-s">
      <p role="status">{replay.until === null ? m.recording_until_no_end() : isOver ? m.recording_until_over({ date: dayText(replay.until) }) : m.recording_until_said({ date: dayText(replay.until) })}</p>
      <Pick
        label={m.recording_until()} chosen={presetOf(replay.until, now) ?? null} onChoose={(preset) => void desk.setUntil(untilOf(preset, now))}
        options={PRESETS.map((preset) => ({ value: preset, words: PRESET_WORDS[preset]() }))}
      />
      <div class="field recording-date">
        <label class="field-label" for={id}>{m.recording_until_date()}</label>
        <input
          class="input" id={id} type="date" min={dateText(now)} value={replay.until === null ? '' : dateText(replay.until)}
          onChange={(event) => {
            const until = untilOfDate(event.currentTarget.value, now)
            if (until !== undefined) void desk.setUntil(until)
          }}
        />
      </div>
    </div>
  )
}

function ReplayLink({ address }: { address: string }) {
  return (
    <p class="stack stack-s">
      <span>{m.recording_link()}</span>
      <span class="line"><a class="code-like" href={address} target="_blank" rel="noreferrer">{address}</a><Copy text={address} /></span>
    </p>
  )
}
