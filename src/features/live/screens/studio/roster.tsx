import { clockText } from '../../../../ui/clock-text.ts'
import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { HandIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { RosterLine, SeatKind } from '../../wire/words.ts'
import type { StudioModel } from './model.ts'
import { groupsOf, handsOf, needOf, secondsSince, type SeatGroup } from './view.ts'

const KIND_WORDS: Record<SeatKind, () => string> = {
  room: m.studio_kind_room, venue: m.studio_kind_venue, elsewhere: m.studio_kind_elsewhere,
}
/** The same behind a name, in the middle of a sentence. */
const KIND_BEHIND_NAME: Record<SeatKind, () => string> = {
  room: m.studio_need_in_room, venue: m.studio_need_at_venue, elsewhere: m.studio_need_elsewhere,
}
const STATE_WORDS: Record<RosterLine['link'], () => string> = {
  arriving: m.studio_state_arriving, good: m.studio_state_good, socket: m.studio_state_socket,
  asleep: m.studio_state_asleep, gone: m.studio_state_gone,
}
/** Beyond this many the ones who are well fold into one line: a host does not read forty rows. */
const WELL_SHOWN = 8
const NEEDS_SHOWN = 3

export function Hands({ model }: { model: StudioModel }) {
  const hands = handsOf(model.roster.value)
  return (
    <section class="stack stack-s" aria-labelledby="hands">
      <h2 class="head" id="hands">{m.studio_hands()}<span class="num">{hands.length}</span></h2>
      {hands.length === 0 ? <p class="soft small">{m.studio_hands_none()}</p> : (
        <ul class="rows card card-rows">
          {hands.map((line) => (
            <li class="row" key={line.seat}>
              <HandIcon />
              <span class="grow"><b>{model.nameOf(line)}</b>{' '}
                <span class="soft small num">{m.studio_hand_for({ time: clockText(secondsSince(line.handSince, model.now.value) ?? 0) })}</span>
              </span>
              <Button onPress={() => void model.lowerHand(line.seat)}>{m.studio_hand_lower()}</Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The three a host should look at; all others are in the roster. */
export function Needs({ model }: { model: StudioModel }) {
  const needs = model.roster.value.filter((line) => needOf(line) !== undefined).slice(0, NEEDS_SHOWN)
  return (
    <section class="stack stack-s" aria-labelledby="needs">
      <h2 class="head" id="needs">{m.studio_needs()}</h2>
      {needs.length === 0 ? <p class="soft small">{m.studio_needs_none()}</p> : (
        <ul class="stack stack-s">
          {needs.map((line) => (
            <li class="need is-flag" key={line.seat}>
              <b>{model.nameOf(line)}</b>, {KIND_BEHIND_NAME[line.kind]()}<br />
              <span class="small">{needWords(line)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function needWords(line: RosterLine): string {
  switch (needOf(line)) {
    case 'gone': return m.studio_need_gone()
    case 'asleep': return m.studio_need_asleep()
    case 'cue-late': return m.studio_need_cue_late({ ms: Math.round(line.cueMs ?? 0) })
    default: return m.studio_need_socket()
  }
}

export function Roster({ model }: { model: StudioModel }) {
  const groups = groupsOf(model.roster.value)
  const here = groups.reduce((sum, group) => sum + group.here, 0)
  return (
    <section class="stack stack-s">
      <h2 class="head" id="roster">{m.studio_roster()}<span class="num">{m.studio_roster_count({ count: here })}</span></h2>
      {groups.length === 0 ? <p class="soft small">{m.studio_roster_none()}</p> : (
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="roster">
          <table class="table roster">
            <thead>
              <tr class="roster-units">
                <td />
                <th scope="colgroup" colSpan={3}>{m.studio_roster_units()}</th>
                <td colSpan={2} />
              </tr>
              <tr>
                <th scope="col">{m.studio_roster_who()}</th>
                <th scope="col" class="n">{m.studio_roster_link()}</th>
                <th scope="col" class="n">{m.studio_roster_cue()}</th>
                <th scope="col" class="n">{m.studio_roster_picture()}</th>
                <th scope="col">{m.studio_roster_state()}</th>
                <th scope="col" class="n">{m.studio_roster_reps()}</th>
              </tr>
            </thead>
            {groups.map((group) => <Group key={group.kind} group={group} model={model} />)}
          </table>
        </div>
      )}
    </section>
  )
}

function Group({ group, model }: { group: SeatGroup; model: StudioModel }) {
  const shown = group.lines.filter((line, at) => at < WELL_SHOWN || needOf(line) !== undefined || line.handSince !== null)
  const folded = group.lines.length - shown.length
  return (
    <tbody>
      <tr>
        <th colSpan={6} scope="rowgroup" class="roster-kind">
          {KIND_WORDS[group.kind]()} <span class="soft">{m.studio_kind_count({ count: group.lines.length })}</span>
        </th>
      </tr>
      {shown.map((line) => <Line key={line.seat} line={line} name={model.nameOf(line)} />)}
      {folded > 0 ? <tr><td colSpan={6} class="soft">{m.studio_roster_more({ count: folded })}</td></tr> : null}
    </tbody>
  )
}

function Line({ line, name }: { line: RosterLine; name: string }) {
  return (
    <tr data-seat={line.seat}>
      <th scope="row">{name}</th>
      <td class="n">{figure(line.linkMs)}</td>
      <td class="n">{figure(line.cueMs)}</td>
      <td class="n">{line.kind === 'room' ? '' : figure(line.videoMs)}</td>
      <td><State line={line} /></td>
      <td class="n">{line.reps > 0 ? line.reps : ''}</td>
    </tr>
  )
}

function State({ line }: { line: RosterLine }) {
  if (line.handSince !== null) return <Lamp state="flag">{m.studio_state_hand()}</Lamp>
  if (needOf(line) === 'cue-late') return <Lamp state="flag">{m.studio_state_cue_late()}</Lamp>
  return <Lamp state={lampOf(line)}>{STATE_WORDS[line.link]()}</Lamp>
}

const figure = (ms: number | null): string => (ms === null ? '–' : String(Math.round(ms)))
const lampOf = (line: RosterLine) => (line.link === 'good' ? 'on' : line.link === 'arriving' ? 'wait' : line.link === 'gone' ? 'off' : 'flag')
