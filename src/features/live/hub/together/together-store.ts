import type { JsonObject } from '../../../../kernel/canonical.ts'
import type { Entry } from '../../../../kernel/entry.ts'
import type { ClassId, DeviceId, ItemId, MusicId, PollId, SeatId, TimerId } from '../../../../kernel/ids.ts'
import type { HubTime, WallTime } from '../../../../kernel/time.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import type { ClosedPoll } from '../../rules/together/poll.ts'
import type { QuestionCounts } from '../../rules/together/questions.ts'
import { classEnded } from '../../wire/entries.ts'
import type { TrackRef } from '../../wire/run.ts'
import {
  checkAnswered, controlTaken, musicStarted, musicStopped, pollCleared, pollClosed, pollOpened, questionAsked, questionHandled, timerStarted, timerStopped,
} from '../../wire/together-entries.ts'

/** Timers, music, polls, questions, the live check and control, as entries left them. */
export const TALK_TABLES = `
  CREATE TABLE live_timer (
    class TEXT PRIMARY KEY, told_in INTEGER NOT NULL, timer TEXT NOT NULL, label TEXT NOT NULL, seconds INTEGER NOT NULL,
    at INTEGER NOT NULL, boot TEXT NOT NULL, told_at INTEGER NOT NULL, told_wall INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE live_music (
    class TEXT PRIMARY KEY, music TEXT NOT NULL, track TEXT NOT NULL, item TEXT,
    at INTEGER NOT NULL, boot TEXT NOT NULL, told_at INTEGER NOT NULL, told_wall INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE live_poll (
    id TEXT PRIMARY KEY, class TEXT NOT NULL, opened_order INTEGER NOT NULL, item TEXT, question TEXT NOT NULL, options TEXT NOT NULL,
    at INTEGER NOT NULL, boot TEXT NOT NULL, told_at INTEGER NOT NULL, told_wall INTEGER NOT NULL,
    counts TEXT, answered INTEGER, cleared INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX live_poll_of_class ON live_poll (class, opened_order);
  CREATE INDEX live_poll_opened ON live_poll (opened_order);
  CREATE TABLE live_question (id TEXT PRIMARY KEY, class TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting') STRICT;
  CREATE INDEX live_question_of_class ON live_question (class, state);
  CREATE TABLE live_check (seat TEXT PRIMARY KEY, class TEXT NOT NULL, item TEXT NOT NULL) STRICT;
  CREATE INDEX live_check_of_class ON live_check (class);
  CREATE TABLE live_control (class TEXT PRIMARY KEY, told_in INTEGER NOT NULL, device TEXT NOT NULL, label TEXT NOT NULL) STRICT;
`

type Handler = (sql: Sql, entry: Entry, classId: ClassId, fields: JsonObject) => void

export const TALK_HANDLERS: Readonly<Record<string, Handler>> = {
  [timerStarted.kind]: (sql, { body, time, sequence }, classId, fields) => {
    const { timer, at, seconds } = timerStarted.body.parse(body)
    const label = timerStarted.private.safeParse(fields).data?.label ?? ''
    sql.run(
      'INSERT OR REPLACE INTO live_timer (class, told_in, timer, label, seconds, at, boot, told_at, told_wall) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      classId, sequence, timer, label, seconds, at, time.boot, time.monotonic, time.wall,
    )
  },
  [timerStopped.kind]: (sql, { body }) => {
    sql.run('DELETE FROM live_timer WHERE timer = ?', timerStopped.body.parse(body).timer)
  },
  [musicStarted.kind]: (sql, { body, time }, classId) => {
    const { music, track, item, at } = musicStarted.body.parse(body)
    sql.run(
      'INSERT OR REPLACE INTO live_music (class, music, track, item, at, boot, told_at, told_wall) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      classId, music, track, item, at, time.boot, time.monotonic, time.wall,
    )
  },
  [musicStopped.kind]: (sql, { body }) => {
    sql.run('DELETE FROM live_music WHERE music = ?', musicStopped.body.parse(body).music)
  },
  [pollOpened.kind]: (sql, { body, time, sequence }, classId, fields) => {
    const { poll, item, options, at } = pollOpened.body.parse(body)
    // Once its disclosure is erased there were so many answers to something.
    const asked = pollOpened.private.safeParse(fields).data ?? unreadable(options)
    sql.run(
      'INSERT OR IGNORE INTO live_poll (id, class, opened_order, item, question, options, at, boot, told_at, told_wall) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      poll, classId, sequence, item, asked.question, JSON.stringify(asked.texts), at, time.boot, time.monotonic, time.wall,
    )
  },
  [pollClosed.kind]: (sql, { body }) => {
    const { poll, counts, answered } = pollClosed.body.parse(body)
    sql.run('UPDATE live_poll SET counts = ?, answered = ? WHERE id = ?', JSON.stringify(counts), answered, poll)
  },
  [pollCleared.kind]: (sql, { body }) => {
    sql.run('UPDATE live_poll SET cleared = 1 WHERE id = ?', pollCleared.body.parse(body).poll)
  },
  // A page that asks again after a restart asks under the same id: it counts once.
  [questionAsked.kind]: (sql, { body }, classId) => {
    sql.run('INSERT OR IGNORE INTO live_question (id, class) VALUES (?, ?)', questionAsked.body.parse(body).question, classId)
  },
  [questionHandled.kind]: (sql, { body }) => {
    const { question, state } = questionHandled.body.parse(body)
    sql.run('UPDATE live_question SET state = ? WHERE id = ?', state, question)
  },
  [checkAnswered.kind]: (sql, { body }, classId) => {
    const { seat, item } = checkAnswered.body.parse(body)
    sql.run('INSERT OR REPLACE INTO live_check (seat, class, item) VALUES (?, ?, ?)', seat, classId, item)
  },
  [controlTaken.kind]: (sql, { actor, sequence }, classId, fields) => {
    const label = controlTaken.private.safeParse(fields).data?.label ?? ''
    sql.run('INSERT OR REPLACE INTO live_control (class, told_in, device, label) VALUES (?, ?, ?, ?)', classId, sequence, actor, label)
  },
  [classEnded.kind]: (sql, _entry, classId) => {
    sql.run('DELETE FROM live_timer WHERE class = ?', classId)
    sql.run('DELETE FROM live_music WHERE class = ?', classId)
    sql.run('DELETE FROM live_control WHERE class = ?', classId)
  },
}

function unreadable(options: number): { question: string; texts: string[] } {
  return { question: '', texts: Array<string>(options).fill('') }
}

/** Disclosures of that entry are erased: what timer, poll and control said goes with them. */
export function dropErasedTalk(sql: Sql, sequence: number): void {
  sql.run(`UPDATE live_timer SET label = '' WHERE told_in = ?`, sequence)
  sql.run(`UPDATE live_control SET label = '' WHERE told_in = ?`, sequence)
  const poll = sql.get<{ options: string }>('SELECT options FROM live_poll WHERE opened_order = ?', sequence)
  if (!poll) return
  const { question, texts } = unreadable((JSON.parse(poll.options) as string[]).length) // As the handler above wrote it.
  sql.run('UPDATE live_poll SET question = ?, options = ? WHERE opened_order = ?', question, JSON.stringify(texts), sequence)
}

/** An instant of one run of the machine, and that run's clock and the wall when it was told of. */
export type ToldInstant = { readonly at: HubTime; readonly boot: string; readonly toldAt: HubTime; readonly toldWall: WallTime }
type InstantRow = { at: HubTime; boot: string; told_at: HubTime; told_wall: WallTime }

export type StoredTimer = ToldInstant & { readonly timer: TimerId; readonly label: string; readonly seconds: number }
export type StoredMusic = ToldInstant & { readonly music: MusicId; readonly track: TrackRef; readonly item: ItemId | null }
export type StoredPoll = ToldInstant & {
  readonly id: PollId; readonly item: ItemId | null; readonly question: string; readonly options: readonly string[]
  /** How it ended; null while it is open. */
  readonly closed: ClosedPoll | null
  readonly cleared: boolean
}

export function timerOf(sql: Query, classId: ClassId): StoredTimer | undefined {
  const row = sql.get<InstantRow & Pick<StoredTimer, 'timer' | 'label' | 'seconds'>>('SELECT * FROM live_timer WHERE class = ?', classId)
  return row && { timer: row.timer, label: row.label, seconds: row.seconds, ...instantOf(row) }
}

export function musicOf(sql: Query, classId: ClassId): StoredMusic | undefined {
  const row = sql.get<InstantRow & Pick<StoredMusic, 'music' | 'track' | 'item'>>('SELECT * FROM live_music WHERE class = ?', classId)
  return row && { music: row.music, track: row.track, item: row.item, ...instantOf(row) }
}

type PollRow = InstantRow & { id: PollId; item: ItemId | null; question: string; options: string; counts: string | null; answered: number | null; cleared: number }

/** In the order of opening. */
export function pollsOf(sql: Query, classId: ClassId): StoredPoll[] {
  return sql.all<PollRow>('SELECT * FROM live_poll WHERE class = ? ORDER BY opened_order', classId).map((row) => ({
    id: row.id, item: row.item, question: row.question, options: JSON.parse(row.options) as string[], // As the handler above wrote it.
    closed: row.counts === null ? null : { counts: JSON.parse(row.counts) as number[], answered: row.answered ?? 0 },
    cleared: row.cleared === 1, ...instantOf(row),
  }))
}

export function checkedSeats(sql: Query, classId: ClassId): { seat: SeatId; item: ItemId }[] {
  return sql.all<{ seat: SeatId; item: ItemId }>('SELECT seat, item FROM live_check WHERE class = ?', classId)
}

export function controlOf(sql: Query, classId: ClassId): { device: DeviceId; label: string } | undefined {
  return sql.get<{ device: DeviceId; label: string }>('SELECT device, label FROM live_control WHERE class = ?', classId)
}

/** What belongs in the figures of a class, also after a restart in the middle of it. */
export type TogetherCounts = { readonly ready: number; readonly questions: QuestionCounts; readonly polls: { counts: number[]; answered: number }[] }

export function togetherCountsOf(sql: Query, classId: ClassId): TogetherCounts {
  const questions = { asked: 0, answered: 0, kept: 0, hidden: 0 }
  for (const { state, n } of sql.all<{ state: string; n: number }>('SELECT state, count(*) AS n FROM live_question WHERE class = ? GROUP BY state', classId)) {
    questions.asked += n
    if (state === 'answered' || state === 'kept' || state === 'hidden') questions[state] = n
  }
  const ready = sql.get<{ n: number }>('SELECT count(*) AS n FROM live_check WHERE class = ?', classId)?.n ?? 0
  const polls = pollsOf(sql, classId).flatMap(({ closed }) => (closed ? [{ counts: [...closed.counts], answered: closed.answered }] : []))
  return { ready, questions, polls }
}

function instantOf({ at, boot, told_at: toldAt, told_wall: toldWall }: InstantRow): ToldInstant {
  return { at, boot, toldAt, toldWall }
}
