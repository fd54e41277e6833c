import type { ClassId } from '../../../../kernel/ids.ts'
import type { ReplacedBy } from '../../wire/words.ts'
import type { WallSpan } from '../stream/recorded-source.ts'
import type { RedactionCoder } from './coder.ts'
import type { RedactionDeps, Removed } from './deps.ts'
import { prepareRedaction } from './prepare-redaction.ts'
import type { PreparedRedaction } from './prepare-redaction.ts'

export type Redactions = {
  /** @see prepareRedaction */
  prepare(classId: ClassId, span: WallSpan, remove: Removed, means: ReplacedBy): Promise<PreparedRedaction>
  /** By which means something can be removed on this box, the one that is always possible first. */
  meansHere(): readonly ReplacedBy[]
}

type Given = Omit<RedactionDeps, 'coder'> & { /** Null where nothing can encode. */ readonly coder: RedactionCoder | null; readonly onFault: (error: unknown) => void }

/** Until the encoder is known to work, there is none. */
export function openRedactions({ coder, onFault, ...given }: Given): Redactions {
  let found: RedactionCoder | null = null
  coder?.works().then((works) => { found = works ? coder : null }).catch(onFault)
  const deps: RedactionDeps = { ...given, coder: () => found }
  return {
    prepare: (classId, span, remove, means) => prepareRedaction(deps, classId, span, remove, means),
    meansHere: () => (found ? ['silence', 'tone'] : ['silence']),
  }
}
