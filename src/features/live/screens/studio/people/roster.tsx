import { useState } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { RungMark } from '../../../../../ui/components/rung.tsx'
import { m } from '../../../../../words/messages.js'
import { attentionOf } from '../../../rules/attention.ts'
import type { RosterLine } from '../../../wire/words.ts'
import type { StudioModel } from '../model.ts'
import { groupsOf, type SeatGroup } from '../view.ts'
import { isLightOnly } from './ladder.ts'
import { CAUSE_WORDS, RUNG_WORDS } from './ladder-words.ts'
import { KIND_WORDS, linkWords, NEED_SHORT } from './seat-words.ts'

/** Beyond this many the ones who are well fold into one line: a host does not read forty rows. */
const WELL_SHOWN = 5
const COLUMNS = { host: 5, technician: 8 } as const

type RosterProps = {
  model: StudioModel
  /** Left out where nobody may do anything about a seat. */
  onSeat?: ((line: RosterLine) => void) | undefined
  /** With all that is measured of a link, and why it carries no more: for a technician. */
  figures?: boolean
}

export function Roster({ model, onSeat, figures = false }: RosterProps) {
  const [all, setAll] = useState(false)
  const needs = (line: RosterLine) => needOf(model, line) !== undefined
  const groups = groupsOf(model.people.present.value, needs)
  const here = groups.reduce((sum, group) => sum + group.here, 0)
  return (
    <section class="stack stack-s">
      <h2 class="head" id="roster"><span>{m.studio_roster()}</span><span class="num">{m.studio_roster_count({ count: here })}</span></h2>
      {groups.length === 0 ? <p class="soft small">{m.studio_roster_none()}</p> : (
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="roster">
          <table class="table roster">
            <thead>
              <tr class="roster-units">
                <td />
                <th scope="colgroup" colSpan={figures ? 4 : 1}>{m.studio_roster_units()}</th>
                <td colSpan={3} />
              </tr>
              <tr>
                <th scope="col">{m.studio_roster_who()}</th>
                {figures ? <th scope="col" class="n">{m.studio_roster_link()}</th> : null}
                <th scope="col" class="n">{m.studio_roster_cue()}</th>
                {figures ? <th scope="col" class="n">{m.studio_roster_picture()}</th> : null}
                {figures ? <th scope="col" class="n">{m.studio_roster_jitter()}</th> : null}
                <th scope="col">{m.studio_roster_gets()}</th>
                <th scope="col">{m.studio_roster_state()}</th>
                <th scope="col" class="n">{m.studio_roster_reps()}</th>
              </tr>
            </thead>
            {groups.map((group) => <Group key={group.kind} group={group} model={model} all={all} figures={figures} onSeat={onSeat} onAll={() => setAll(true)} />)}
          </table>
        </div>
      )}
      {all ? <p><Button kind="quiet" onPress={() => setAll(false)}>{m.studio_roster_fold()}</Button></p> : null}
      {onSeat === undefined ? null : <SentAway model={model} />}
    </section>
  )
}

const needOf = (model: StudioModel, line: RosterLine) => attentionOf(line, model.now.value, model.attention.value)

type GroupProps = RosterProps & { group: SeatGroup; all: boolean; onAll: () => void }

function Group({ group, model, all, onSeat, onAll, figures = false }: GroupProps) {
  const columns = COLUMNS[figures ? 'technician' : 'host']
  const isShown = (line: RosterLine, at: number) => all || at < WELL_SHOWN || needOf(model, line) !== undefined || line.handSince !== null || line.standing === 'muted'
  const shown = group.lines.filter(isShown)
  const folded = group.lines.length - shown.length
  return (
    <tbody>
      <tr>
        <th colSpan={columns} scope="rowgroup" class="roster-kind">
          {KIND_WORDS[group.kind]()} <span class="soft">{m.studio_kind_count({ count: group.lines.length })}</span>
        </th>
      </tr>
      {shown.map((line) => <Line key={line.seat} line={line} model={model} onSeat={onSeat} figures={figures} />)}
      {folded > 0 ? <tr><td colSpan={columns}><Button kind="quiet" onPress={onAll}>{m.studio_roster_more({ count: folded })}</Button></td></tr> : null}
    </tbody>
  )
}

function Line({ line, model, onSeat, figures = false }: RosterProps & { line: RosterLine }) {
  const name = model.nameOf(line)
  return (
    <tr data-seat={line.seat}>
      <th scope="row">{onSeat === undefined ? name : <button type="button" class="seat-name" aria-haspopup="dialog" onClick={() => onSeat(line)}>{name}</button>}</th>
      {figures ? <td class="n">{figure(line.linkMs)}</td> : null}
      <td class="n">{figure(line.cueMs)}</td>
      {figures ? <td class="n">{isLightOnly(line) ? '' : figure(line.videoMs)}</td> : null}
      {figures ? <td class="n">{isLightOnly(line) ? '' : figure(line.jitterMs)}</td> : null}
      <td><Gets line={line} why={figures} /></td>
      <td><State model={model} line={line} /></td>
      <td class="n">{line.reps > 0 ? line.reps : ''}</td>
    </tr>
  )
}

/** The step of the ladder on which a phone stands. */
function Gets({ line, why }: { line: RosterLine; why: boolean }) {
  if (isLightOnly(line)) return <RungMark rung="cues">{m.studio_rung_light()}</RungMark>
  const { rung } = line
  if (rung === null || line.link === 'gone' || line.link === 'asleep') return null
  return (
    <>
      <RungMark rung={rung.rung}>{RUNG_WORDS[rung.rung]()}</RungMark>
      {why && rung.cause !== 'none' ? <div class="small soft">{CAUSE_WORDS[rung.cause]()}</div> : null}
    </>
  )
}

function State({ model, line }: { model: StudioModel; line: RosterLine }) {
  if (line.standing === 'muted') return <Lamp state="off">{m.studio_state_muted()}</Lamp>
  if (line.handSince !== null) return <Lamp state="flag">{m.studio_state_hand()}</Lamp>
  const need = needOf(model, line)
  if (need !== undefined) return <Lamp state={need.why === 'gone' ? 'off' : 'flag'}>{NEED_SHORT[need.why]()}</Lamp>
  const isChecked = line.ready && model.schedule.value?.current?.item.kind === 'check'
  return <Lamp state={line.link === 'arriving' ? 'wait' : 'on'}>{isChecked ? m.studio_state_ready() : linkWords(line)}</Lamp>
}

/** Whoever was blocked can be let in again. */
function SentAway({ model }: { model: StudioModel }) {
  const blocked = model.people.roster.value.filter(({ standing }) => standing === 'blocked')
  if (blocked.length === 0) return null
  return (
    <details class="card kept">
      <summary>{m.studio_blocked_count({ count: blocked.length })}</summary>
      <ul class="rows">
        {blocked.map((line) => (
          <li class="row" key={line.seat}>
            <span class="grow">{model.nameOf(line)}</span>
            <Button onPress={() => void model.people.setStanding(line, 'welcome')}>{m.studio_unblock()}</Button>
          </li>
        ))}
      </ul>
    </details>
  )
}

const figure = (ms: number | null): string => (ms === null ? '–' : String(Math.round(ms)))
