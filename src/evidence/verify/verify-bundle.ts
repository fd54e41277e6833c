import { concat } from '../../kernel/bytes.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import type { Verifier } from '../../kernel/note.ts'
import type { BundleFiles } from '../bundle/bundle-files.ts'
import type { Manifest } from '../bundle/format.ts'
import { BrokenBundle } from './finding.ts'
import type { Finding, Step } from './finding.ts'
import { checkDecisions } from './steps/decisions.ts'
import { checkDisclosures } from './steps/disclosures.ts'
import { checkChain, checkInclusion, openEntries, tellTime } from './steps/entries.ts'
import { openFormat, openHead, openKey, openTree } from './steps/open-log.ts'
import { checkSeen } from './steps/seen.ts'
import type { Seen } from './steps/seen.ts'
import { checkSegments } from './steps/segments.ts'
import type { Digest } from './steps/segments.ts'
import { checkStatements } from './steps/statements.ts'
import { lowerBounds } from './steps/lower-bounds.ts'
import { knownWitnesses, openWitnesses } from './steps/witnesses.ts'

/** What whoever verifies brings along: keys they know to be whose, and checkpoints they kept from before. */
export type Trust = { readonly keys: readonly Verifier[]; readonly seen: readonly Seen[] }

/** `trusted`: everything holds, by a key or a checkpoint that was brought along; `self-consistent`: everything holds, and nobody says whose it is; `broken`. */
export type Outcome = 'trusted' | 'self-consistent' | 'broken'

export type Verdict = { readonly outcome: Outcome; readonly findings: readonly Finding[]; readonly manifest: Manifest | null }

export type VerifyOptions = {
  /** Hears which step is gone through, and, of a long one, how much of it is done (0 to 1). */
  readonly onStep?: ((step: Step, share: number) => void) | undefined
  /** For the media, where there is a faster body than the port's own. */
  readonly digest?: Digest | undefined
}

/**
 * Goes through the checklist ({@link Step}). A step that fails so that those after it would have nothing to stand on ends
 * it; else all that can be found is.
 */
export async function verifyBundle(files: BundleFiles, trust: Trust, crypto: Crypto, options: VerifyOptions = {}): Promise<Verdict> {
  const { onStep = () => undefined, digest = (parts) => crypto.sha256(concat(...parts)) } = options
  const findings: Finding[] = []
  let manifest: Manifest | null = null
  let isTrusted = false
  try {
    onStep('format', 0)
    const format = await openFormat(files)
    manifest = format.manifest
    findings.push(...format.findings)

    onStep('key', 0)
    const key = openKey(manifest, trust.keys, crypto)
    isTrusted ||= key.isTrusted
    findings.push(key.finding)

    onStep('checkpoint', 0)
    const { head, finding } = await openHead(files, manifest, key.log, crypto)
    findings.push(finding)

    onStep('tree', 0)
    const tree = await openTree(files, head, crypto)
    findings.push(tree.finding)

    onStep('witnesses', 0)
    const witnessed = await openWitnesses(files, { manifest, log: key.log, head, node: tree.node }, trust.keys, crypto)
    isTrusted ||= witnessed.isTrusted
    findings.push(...witnessed.findings)

    onStep('entries', 0)
    const { leaves, finding: entries } = await openEntries(files, manifest, crypto)
    findings.push(entries, checkChain(leaves, manifest), ...checkInclusion(leaves, head.size, tree.node))

    onStep('time', 0)
    const lower = lowerBounds(leaves, key.log, tree.node, knownWitnesses(manifest, trust.keys, crypto), crypto)
    findings.push(...tellTime(leaves, witnessed.at, lower), ...await checkDisclosures(files, leaves, manifest, crypto))
    findings.push(...await checkSegments(files, leaves, manifest, { crypto, digest, onDone: (share) => onStep('segments', share) }))
    findings.push(...checkDecisions(leaves), ...checkStatements(leaves, manifest.class, crypto))

    onStep('seen', 0)
    for (const seen of trust.seen) {
      const compared = checkSeen(seen, head, key.log, tree.node, crypto)
      isTrusted ||= compared.isKept
      findings.push(compared.finding)
    }
  } catch (error) {
    if (!(error instanceof BrokenBundle)) throw error
    findings.push(error.finding)
  }
  const isBroken = findings.some(({ state }) => state === 'bad')
  return { outcome: isBroken ? 'broken' : isTrusted ? 'trusted' : 'self-consistent', findings, manifest }
}
