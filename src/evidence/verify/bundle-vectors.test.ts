import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import changes from '../../../fixtures/bundle/invalid/changes.json' with { type: 'json' }
import seen from '../../../fixtures/bundle/invalid/seen.json' with { type: 'json' }
import expected from '../../../fixtures/bundle/valid/expected.json' with { type: 'json' }
import { parseVerifier } from '../../kernel/note.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import type { BundleFiles } from '../bundle/bundle-files.ts'
import { bundleOnDisk } from '../disk/bundle-on-disk.ts'
import { verifyBundle } from './verify-bundle.ts'
import type { Trust, Verdict } from './verify-bundle.ts'

const crypto = nodeCrypto()
const VALID = fileURLToPath(new URL('../../../fixtures/bundle/valid/', import.meta.url))
const [log, witness] = [parseVerifier(expected.log, crypto), parseVerifier(expected.witness, crypto)]
const receipt = { name: 'receipt', text: readFileSync(`${VALID}receipt`, 'utf8') }

async function valid(): Promise<BundleFiles> {
  const files = await bundleOnDisk(`${VALID}class`)
  if (!files) throw new Error('no vectors')
  return files
}
const verify = (files: BundleFiles, trust: Partial<Trust>): Promise<Verdict> => verifyBundle(files, { keys: [], seen: [], ...trust }, crypto)
const bad = ({ findings }: Verdict): string[] => findings.filter(({ state }) => state === 'bad').map(({ code }) => code)

describe('the bundle of the vectors', () => {
  it('holds, and is whose it is by what one brings along', async () => {
    const files = await valid()
    const outcomes = {
      nothing: (await verify(files, {})).outcome, log: (await verify(files, { keys: [log] })).outcome,
      witness: (await verify(files, { keys: [witness] })).outcome, receipt: (await verify(files, { seen: [receipt] })).outcome,
    }
    expect(outcomes).toEqual(expected.outcomes)
    expect((await verify(files, { keys: [log, witness], seen: [receipt] })).findings.map(({ code }) => code)).toEqual(expected.codes)
  })

  it.each(changes)('does not hold with $why', async ({ file, bytes, code }) => {
    const files = await valid()
    const changed: BundleFiles = {
      list: () => [...files.list().filter((path) => path !== file), ...(bytes === null ? [] : [file])],
      read: (path) => (path === file ? Promise.resolve(bytes === null ? null : new Uint8Array(Buffer.from(bytes, 'base64'))) : files.read(path)),
    }
    const verdict = await verify(changed, { keys: [witness] })
    expect([verdict.outcome, bad(verdict)[0]]).toEqual(['broken', code])
  })

  it.each(seen)('does not hold when somebody kept this: $why', async ({ text, code }) => {
    const verdict = await verify(await valid(), { seen: [{ name: 'kept', text }] })
    expect([verdict.outcome, bad(verdict)]).toEqual(['broken', [code]])
  })
})
