import { z } from 'zod/mini'
import { allowed } from '../../../../ui/storage.ts'

/** What a host tells the sheet, and only the sheet. */
const SheetNotes = z.object({ where: z.string(), name: z.string(), password: z.string(), hidden: z.boolean() })
export type SheetNotes = z.infer<typeof SheetNotes>
export const NO_NOTES: SheetNotes = { where: '', name: '', password: '', hidden: false }

const NAME = 'lectern.sheet'
type NoteStorage = Pick<Storage, 'getItem' | 'setItem'>

/** What was written the last time; nothing where it was never written, or not by us. */
export function readNotes(storage: NoteStorage): SheetNotes {
  const text = allowed(() => storage.getItem(NAME))
  if (text === undefined || text === null) return NO_NOTES
  try {
    return SheetNotes.parse(JSON.parse(text))
  } catch (error) {
    // Damaged or of another time: the host writes it again.
    if (error instanceof SyntaxError || error instanceof z.core.$ZodError) return NO_NOTES
    throw error
  }
}

export function writeNotes(storage: NoteStorage, notes: SheetNotes): void {
  allowed(() => storage.setItem(NAME, JSON.stringify(notes)))
}
