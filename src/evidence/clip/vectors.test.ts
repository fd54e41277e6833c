import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readBack } from '../../../testkit/c2pa-reader.ts'
import { ClipWorld } from '../../../testkit/clip-record.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'

const folder = new URL('../../../fixtures/clips/', import.meta.url)
const read = (name: string): Buffer => readFileSync(new URL(name, folder))

/** Chance that is none: a count in every byte. */
function counted(): Crypto {
  const real = nodeCrypto()
  let count = 0
  const next = (length: number): Uint8Array => new Uint8Array(length).fill(++count)
  return { ...real, randomBytes: next, ed25519: { ...real.ed25519, newSecretKey: () => next(32) } }
}

async function made(): Promise<{ clips: Record<string, Buffer>; authority: string }> {
  const clips: Record<string, Buffer> = {}
  let authority = ''
  for (const name of ['sound.mp4', 'removed.mp4']) {
    const world = new ClipWorld(counted())
    world.add(name === 'sound.mp4' ? null : 'h264-baseline-96x64', 4)
    if (name === 'removed.mp4') world.replace(1, 2)
    const [file = Buffer.of()] = await world.files()
    clips[name] = file
    authority = world.trusted
  }
  return { clips, authority }
}

describe('golden vectors of clips', () => {
  it('are what is written, byte for byte', async () => {
    const { clips, authority } = await made()
    if (process.env['LECTERN_WRITE_VECTORS']) {
      for (const [name, bytes] of Object.entries(clips)) writeFileSync(new URL(`valid/${name}`, folder), bytes)
      writeFileSync(new URL('valid/authority.pem', folder), authority)
    }
    expect(read('valid/authority.pem').toString()).toBe(authority)
    for (const [name, bytes] of Object.entries(clips)) expect(read(`valid/${name}`).equals(bytes)).toBe(true)
  })

  it.each(readdirSync(new URL('valid/', folder)).filter((name) => name.endsWith('.mp4')))('are trusted given the authority: %s', async (name) => {
    expect(await readBack(read(`valid/${name}`), read('valid/authority.pem').toString())).toMatchObject({ state: 'Trusted', failures: [] })
  })

  const invalid = JSON.parse(read('invalid/altered.json').toString()) as { why: string; file: string; at: number; bytes: string; failure: string }[]
  it.each(invalid)('are not, altered: $why', async ({ file, at, bytes, failure }) => {
    const altered = Buffer.from(read(`valid/${file}`))
    Buffer.from(bytes, 'hex').copy(altered, at)
    const back = await readBack(altered, read('valid/authority.pem').toString())
    expect(back.state).not.toBe('Trusted')
    expect(back.failures).toContain(failure)
  })
})
