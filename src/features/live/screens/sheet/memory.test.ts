import { expect, it } from 'vitest'
import { NO_NOTES, readNotes, type SheetNotes, writeNotes } from './memory.ts'
import { codeInSheetPath } from './model.ts'

const notes: SheetNotes = { where: 'Corner Hall', name: 'Corner;Hall', password: 'sit:down now', hidden: true }
function storage(held: string | null = null) {
  return { getItem: () => held, setItem: (_name: string, value: string) => { held = value } }
}

it('what was written stands there the next time', () => {
  const kept = storage()
  writeNotes(kept, notes)
  expect(readNotes(kept)).toEqual(notes)
})

it.each([null, '', '{', 'null', '[]', '{"where":1}', JSON.stringify({ ...notes, hidden: 'yes' }), JSON.stringify({ ...notes, name: undefined })])('what is none of ours is forgotten: %s', (held) => {
  expect(readNotes(storage(held))).toEqual(NO_NOTES)
})

it('a browser that forbids storing keeps nothing, and the sheet works', () => {
  const forbidden = { getItem: () => { throw new DOMException('', 'SecurityError') }, setItem: () => { throw new DOMException('', 'QuotaExceededError') } }
  writeNotes(forbidden, notes)
  expect(readNotes(forbidden)).toEqual(NO_NOTES)
})

it.each([['/host/sheet/K7M4QX', 'K7M4QX'], ['/host/sheet/k7m-4qx/', 'K7M4QX'], ['/host', null], ['/host/sheet/', null], ['/host/sheet/K7M4QX/x', null]])('%s is the sheet of %s', (path, code) => {
  expect(codeInSheetPath(path)).toBe(code)
})
