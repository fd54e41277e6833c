import { base64 } from '../../../kernel/bytes.ts'
import { Malformed } from '../../../kernel/failures.ts'
import { proofHashes } from '../../../kernel/log-proof.ts'
import type { Hash } from '../../../kernel/tree.ts'

/** The body of `POST add-checkpoint` (C2SP tlog-witness): what the witness saw last, the way from there, the new checkpoint. */
export type AddCheckpoint = {
  readonly oldSize: number
  readonly proof: readonly Hash[]
  /** A signed note. */
  readonly checkpoint: string
}

export const SIZE_TYPE = 'text/x.tlog.size'
const SIZE = /^(?:0|[1-9]\d{0,15})$/

export function addCheckpointText({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return `${[`old ${oldSize}`, ...proof.map(base64)].join('\n')}\n\n${checkpoint}`
}

/** Reads what {@link addCheckpointText} wrote; {@link Malformed} for anything else. The note is not looked at. */
export function parseAddCheckpoint(text: string): AddCheckpoint {
  const end = text.indexOf('\n\n')
  if (end < 0) throw new Malformed('add-checkpoint: no checkpoint')
  const [first = '', ...lines] = text.slice(0, end).split('\n')
  if (!first.startsWith('old ')) throw new Malformed('add-checkpoint: no old size')
  return { oldSize: parseSize(first.slice('old '.length)), proof: proofHashes(lines), checkpoint: text.slice(end + 2) }
}

/** The answer of a witness that has seen something else than it was told: the size it saw last. */
export function sizeText(size: number): string {
  return `${size}\n`
}

export function parseSizeText(text: string): number {
  if (!text.endsWith('\n')) throw new Malformed('tree size')
  return parseSize(text.slice(0, -1))
}

function parseSize(text: string): number {
  if (!SIZE.test(text) || !Number.isSafeInteger(Number(text))) throw new Malformed('tree size')
  return Number(text)
}
