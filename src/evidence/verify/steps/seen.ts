import { openCheckpoint } from '../../../kernel/checkpoint.ts'
import type { Checkpoint } from '../../../kernel/checkpoint.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { Malformed } from '../../../kernel/failures.ts'
import { parseLogProof } from '../../../kernel/log-proof.ts'
import { parseNote } from '../../../kernel/note.ts'
import type { Verifier } from '../../../kernel/note.ts'
import { consistencyProof, sameHash, verifyConsistency } from '../../../kernel/tree.ts'
import type { NodeReader } from '../../../kernel/tree.ts'
import { found } from '../finding.ts'
import type { Finding } from '../finding.ts'

/** A checkpoint that somebody kept from earlier: alone, in a receipt, or in another proof. `name`: what they call it. */
export type Seen = { readonly name: string; readonly text: string }

/** Whether the log still is what it was when somebody looked before: nothing rewritten, nothing rolled back. */
export function checkSeen({ name, text }: Seen, head: Checkpoint, log: Verifier, node: NodeReader, crypto: Crypto): { isKept: boolean; finding: Finding } {
  let note: string
  try {
    note = text.startsWith('c2sp.org/tlog-proof@') ? parseLogProof(text).checkpoint : text
    const [origin = ''] = parseNote(note).text.split('\n')
    if (origin !== log.name) return { isKept: false, finding: found('seen', 'SEEN_OTHER_LOG', { name, origin }) }
    const earlier = openCheckpoint(note, log, crypto)
    return compare(earlier, name, head, node, crypto)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { isKept: false, finding: found('seen', 'SEEN_UNREADABLE', { name }) }
  }
}

function compare(earlier: Checkpoint, name: string, head: Checkpoint, node: NodeReader, crypto: Crypto): { isKept: boolean; finding: Finding } {
  if (earlier.size > head.size) return { isKept: false, finding: found('seen', 'SEEN_BEYOND', { name, seen: earlier.size, size: head.size }) }
  const isSame = earlier.size === head.size
    ? sameHash(earlier.root, head.root)
    : verifyConsistency(earlier, head, consistencyProof(earlier.size, head.size, node, crypto), crypto)
  return { isKept: isSame, finding: found('seen', isSame ? 'SEEN_GOOD' : 'SEEN_FORKED', { name, seen: earlier.size }) }
}
