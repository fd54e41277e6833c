import { type BundleState, NOTHING_CHOSEN } from '../../src/evidence/screens/bundle-visit.ts'
import { found } from '../../src/evidence/verify/finding.ts'
import type { Finding } from '../../src/evidence/verify/finding.ts'
import type { Outcome } from '../../src/evidence/verify/verify-bundle.ts'

/** The page inside a bundle in every state. */
const at = Date.UTC(2026, 10, 29, 14, 25)
const key = 'lectern/hub_ubsri3y4odhdiwev+314b4534+Ae5MMy5zWkTOU51aSZwipcWacYoGD3qdsRem2sL57Vgh'
const bundle = (over: Partial<BundleState>): BundleState => ({ ...NOTHING_CHOSEN, ...over })
const judged = (outcome: Outcome, ...findings: readonly Finding[]): BundleState => bundle({ at: 'done', verdict: { outcome, findings, manifest: null } })

const holds = [
  found('format', 'FORMAT_GOOD', { code: 'K7M4QX', format: 'lectern-bundle/1' }),
  found('checkpoint', 'CHECKPOINT_GOOD', { size: 5104 }), found('tree', 'TREE_GOOD', { size: 5104 }), found('witnesses', 'WITNESS_NONE'),
  found('entries', 'ENTRIES_GOOD', { count: 5063 }), found('chain', 'CHAIN_WHOLE', { count: 5063 }), found('inclusion', 'INCLUDED', { count: 5063 }),
  found('time', 'TIME_UNKNOWN', { from: at, to: at + 7_200_000, quality: 'none, peer' }), found('time', 'TIME_CLAIMED'),
  found('disclosures', 'DISCLOSURES_NONE', { count: 41 }), found('segments', 'SEGMENTS_GOOD', { count: 3600, bytes: 1_800_000_000 }),
  found('decisions', 'DECISION_GOOD', { count: 4, claim: 'clm_aaaaaaaaaaaaaaaa', at, actor: 'dev_aaaaaaaaaaaaaaaa' }),
  found('statements', 'STATEMENTS_GOOD', { count: 19 }),
]

export const evidenceScenes: Readonly<Record<string, BundleState>> = {
  'evidence-choose': bundle({}),
  'evidence-wrong-key': bundle({ key: 'lectern/hub_', keyIsWrong: true }),
  'evidence-checking': bundle({ at: 'checking', step: 'segments', share: 0.42 }),
  'evidence-empty': bundle({ at: 'empty' }),
  'evidence-failed': bundle({ at: 'failed', reason: 'NotReadableError' }),
  'evidence-self': judged('self-consistent', ...holds, found('key', 'KEY_UNTRUSTED', { key })),
  'evidence-trusted': judged('trusted', ...holds, found('key', 'KEY_TRUSTED', { key }), found('seen', 'SEEN_GOOD', { name: 'receipt.txt', seen: 812 })),
  'evidence-broken': judged('broken', ...holds.slice(0, 9), found('key', 'KEY_UNTRUSTED', { key }), found('segments', 'SEGMENT_SWAPPED', { number: 12, other: 40 }), found('segments', 'SEGMENT_MISSING', { number: 13 })),
}
