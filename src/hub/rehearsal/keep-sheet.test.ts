import { expect, it } from 'vitest'
import { keepSheetIfPossible } from './keep-sheet.ts'

it.each(['', 'no JSON', '{}', '{"code":"K7M4QX","held":{"rehearsal":"../../db"}}', '[]'])('a sheet like %j is logged as a failure, and the box starts all the same', (text) => {
  const logged: string[] = []
  let kept = 0
  keepSheetIfPossible({ journal: { transact: () => { throw new Error('nothing of it is to be put on record') } } as never }, { text, onKept: () => (kept += 1) }, { error: (event) => logged.push(event) })
  expect([logged, kept]).toEqual([['rehearsal.sheet'], 0])
})
