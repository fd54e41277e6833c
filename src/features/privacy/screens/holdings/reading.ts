import type { Holdings } from './holdings-model.ts'

/** What takes the space: pure, so that it is tested without a browser. */
export type Taken = { readonly what: 'recording' | 'files' | 'record'; /** Of a recording. */ readonly code: string; readonly title: string; readonly bytes: number; /** Of the largest. */ readonly part: number }

const MOST_BARS = 8

/** The largest first; nothing that takes no space; small ones beyond the eighth are left to the list. */
export function takenOf({ record, files, classes }: Holdings): Taken[] {
  const all = [
    { what: 'record' as const, code: '', title: '', bytes: record.bytes },
    { what: 'files' as const, code: '', title: '', bytes: files.bytes },
    ...classes.map(({ code, title, recording }) => ({ what: 'recording' as const, code, title, bytes: recording.bytes })),
  ].filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes)
  const most = all[0]?.bytes ?? 1
  return all.slice(0, MOST_BARS).map((one) => ({ ...one, part: one.bytes / most }))
}

export function wholeBytes({ record, files, classes }: Holdings): number {
  return record.bytes + files.bytes + classes.reduce((sum, { recording }) => sum + recording.bytes, 0)
}
