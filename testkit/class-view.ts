import { ClassCode, ClassId } from '../src/kernel/ids.ts'
import type { ClassView } from '../src/features/live/wire/words.ts'

/** A class as a page may be told of it; a draft of nobody's unless said otherwise. */
export function classView(over: Partial<ClassView> = {}): ClassView {
  return {
    id: ClassId.parse('cls_aaaaaaaaaaaaaaaa'), code: ClassCode.parse('K7M4QX'), title: 'Shoulders', phase: 'draft', beganAt: null,
    programme: { video: true, audio: true }, here: 1, objective: '', locked: false, startsAt: null, admitAt: null, sample: false,
    recorded: false, rehearsal: false, ...over,
  }
}
