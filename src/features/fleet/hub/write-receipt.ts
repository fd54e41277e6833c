import { Refused } from '../../../kernel/failures.ts'
import type { DeviceId } from '../../../kernel/ids.ts'
import { receiptText } from '../../../kernel/log-proof.ts'
import { inclusionProof } from '../../../kernel/tree.ts'
import type { FleetDeps } from './deps.ts'

/** Proof that the device's seat in this class stands in the log, under the newest checkpoint. */
export function writeReceipt({ journal, crypto, seatEntry }: Pick<FleetDeps, 'journal' | 'crypto' | 'seatEntry'>, code: string, device: DeviceId): string {
  const sequence = seatEntry(code, device)
  if (sequence === null) throw new Refused('NO_RECEIPT')
  const { size } = journal.head()
  const [entry] = journal.read(sequence, sequence + 1)
  const checkpoint = journal.cosigned(size)
  if (!entry || checkpoint === undefined) throw new RangeError('a seat without its entry, or a head without a checkpoint')
  return receiptText(entry, inclusionProof(sequence, size, journal.node, crypto), checkpoint)
}
