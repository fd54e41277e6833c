import { writeSync } from 'node:fs'
import { hex } from '../../kernel/bytes.ts'
import { hubTime } from '../../kernel/time.ts'
import type { WallTime } from '../../kernel/time.ts'
import { nodeCrypto } from '../crypto-node.ts'
import { openDatabase } from '../sqlite/database.ts'
import { openJournal } from './journal.ts'
import type { EntryDraft } from './journal.ts'
import { totalsProjector, writerClasses } from './journal-writer-shared.ts'
import { entryStamps } from './stamp.ts'

/**
 * A process that writes to a journal in both modes until it is killed, for the test that kills it.
 * Each line on its output is an acknowledgement, written after the journal gave it:
 * `sequence random`, the random bytes naming the entry beyond doubt.
 * Arguments: the file, the key in hex, a seed.
 */
const [file = '', key = '', seed = '1'] = process.argv.slice(2)
const database = openDatabase(file, new Uint8Array(Buffer.from(key, 'hex')))
const journal = openJournal({
  database,
  crypto: nodeCrypto(),
  projectors: [totalsProjector],
  stamp: entryStamps({ boot: hex(new Uint8Array(8)).replaceAll('0', 'a'), now: () => hubTime(performance.now()), wall: () => 0 as WallTime }),
  fault: (error) => {
    throw error
  },
})

/** A small generator (mulberry32), so that a seed names a run. */
let state = Number(seed)
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % below
}

function draft(): EntryDraft {
  const n = random(1000)
  const classId = writerClasses[n % writerClasses.length]
  return { kind: 'live.rep-confirmed.1', actor: 'dev_a', classId, body: { n, text: 'x'.repeat(random(2000)) }, ...(n % 3 === 0 && { private: { word: `w${n}` } }) }
}

function acknowledge(entry: { sequence: number; random: string }): void {
  writeSync(1, `${entry.sequence} ${entry.random}\n`)
}

function step(): void {
  switch (random(6)) {
    case 0:
    case 1:
      for (const entry of journal.transact((tx) => Array.from({ length: 1 + random(4) }, () => tx.append(draft())))) acknowledge(entry)
      break
    case 2:
      journal.flush()
      break
    default:
      journal.defer(draft(), acknowledge)
  }
  setImmediate(step)
}

writeSync(1, 'open\n')
step()
