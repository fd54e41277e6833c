import type { Json } from '../../../../kernel/canonical.ts'
import type { Entry } from '../../../../kernel/entry.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { answerKept, nameKept, questionKept, visitKept } from '../../../live/wire/kept-entries.ts'
import { pollOpened } from '../../../live/wire/together-entries.ts'
import { claimDecided, claimMade, claimTakenBack, consentStated } from '../../wire/entries.ts'
import type { PersonData } from '../../wire/person-data.ts'
import { classStanding } from '../class-window.ts'
import type { PrivateClass } from '../deps.ts'
import type { HoldingsDeps } from './deps.ts'
import { entriesOf, nameIn } from './somebody.ts'
import type { Somebody } from './somebody.ts'

type Said = PersonData['consents'][number]
type Deps = Pick<HoldingsDeps, 'journal' | 'held' | 'live' | 'time'>

/**
 * Everything this box holds of one person in one class, to be handed to them: once by what it is, and once as it
 * stands on record (`entries`), so that nothing is left out that nobody thought of. Instants are ISO 8601, UTC.
 * A question asked without a name is not in it: nothing leads from it to them.
 */
export function personData(deps: Deps, of: PrivateClass, somebody: Somebody): PersonData {
  const { journal, held, live } = deps
  const entries = entriesOf(deps, of.id, somebody)
  const seat = somebody.seat && held.seats(of.id).find(({ id }) => id === somebody.seat)
  const all = (kind: string): Entry[] => entries.filter((entry) => entry.kind === kind)
  const told = (kind: string): Said[] => all(kind).map((entry) => said(deps, entry))
  return {
    format: 'lectern-person/1',
    class: { id: of.id, code: of.code, title: of.title },
    person: somebody.person, seat: somebody.seat, device: (seat && seat.device) ?? null, name: nameIn(deps, entries),
    kept: keptUntil(deps, of.id),
    consents: told(consentStated.kind),
    claims: all(claimMade.kind).map((entry) => ({ ...said(deps, entry), became: whatBecame(deps, entries, entry.body['claim']) })),
    place: seat ? { kind: seat.kind, hands: seat.hands, reps: seat.reps } : null,
    names: told(nameKept.kind),
    answers: all(answerKept.kind).map((entry) => ({ ...said(deps, entry), question: questionOf(deps, of.id, entry.body['poll']) })),
    questions: told(questionKept.kind),
    visit: told(visitKept.kind).at(-1) ?? null,
    moments: somebody.seat ? live.actsOf(of.id, somebody.seat).map(({ why, from, to }) => ({ why, from: iso(from), to: iso(to) })) : [],
    entries: entries.map((entry) => ({ sequence: entry.sequence, at: iso(entry.time.wall as WallTime), kind: entry.kind, actor: entry.actor, body: entry.body, private: journal.disclosed(entry) })),
  }
}

/** What an entry says, private fields that are left included. */
function said({ journal }: Pick<Deps, 'journal'>, entry: Entry): Said {
  const { _sd: _, ...body } = entry.body
  // Instants of its body are on the clock of one run, and stand in `entries`.
  return { ...body, ...journal.disclosed(entry), at: iso(entry.time.wall as WallTime), entry: entry.sequence }
}

function whatBecame(deps: Pick<Deps, 'journal'>, entries: readonly Entry[], claim: Json | undefined): Said | null {
  const last = entries.findLast(({ kind, body }) => (kind === claimDecided.kind || kind === claimTakenBack.kind) && body['claim'] === claim)
  return last ? { ...said(deps, last), kind: last.kind } : null
}

/** What was asked, while that can be read. */
function questionOf({ journal }: Pick<Deps, 'journal'>, classId: ClassId, poll: Json | undefined): string | null {
  if (typeof poll !== 'string') return null
  const opened = journal.ofClass(classId, { kinds: [pollOpened.kind], naming: [poll] })[0]
  const question = opened && journal.disclosed(opened)['question']
  return typeof question === 'string' ? question : null
}

/** How long: the record until somebody erases it, the recording for watching until the host's date, removal until the window closes. */
function keptUntil(deps: Deps, classId: ClassId): PersonData['kept'] {
  const { window, afterlife } = classStanding(deps.journal.query, classId, deps)
  const { replayUntil } = deps.held.recording(classId)
  return { untilErased: afterlife !== 'forgotten', replayUntil: replayUntil && iso(replayUntil), removalUntil: window.until && iso(window.until) }
}

const iso = (wall: WallTime): string => new Date(wall).toISOString()
