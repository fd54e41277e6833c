import { describe, expect, it } from 'vitest'
import { EvidenceWorld } from '../../../testkit/evidence-world.ts'
import type { MemoryBundle } from '../../../testkit/evidence-world.ts'
import { verifierText } from '../../kernel/note.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { BundleVisit } from './bundle-visit.ts'
import { chosenBundle } from './chosen-files.ts'
import type { ChosenFile } from './chosen-files.ts'

/** A whole class, and its bundle as somebody chooses it: below the name of its folder. */
async function chosenClass(): Promise<{ chosen: ChosenFile[]; key: string; bundle: MemoryBundle; checkpoint: string }> {
  using world = new EvidenceWorld()
  world.begin()
  world.consent()
  for (let number = 0; number < 3; number += 1) world.seal()
  const checkpoint = world.journal.checkpoint() ?? ''
  const bundle = await world.export()
  return { bundle, chosen: chosenOf(bundle), key: verifierText(world.journal.identity.signer), checkpoint }
}

const chosenOf = (bundle: MemoryBundle): ChosenFile[] => bundle.list().map((path) => ({ path: `lectern-K7M4QX/${path}`, file: new Blob([Uint8Array.from(bundle.files.get(path) ?? [])]) }))

describe('the page that checks a bundle', () => {
  it('finds the bundle wherever below what was chosen it lies, the nearest one first', async () => {
    const file = new Blob(['x'])
    expect(chosenBundle([{ path: 'a/b/c', file }])).toBeNull()
    const found = chosenBundle([{ path: 'a/deep/old/bundle.json', file }, { path: 'a/bundle.json', file }, { path: 'a/media/0-video.m4s', file }, { path: 'other', file }])
    expect(found?.list()).toEqual(['deep/old/bundle.json', 'bundle.json', 'media/0-video.m4s'])
    expect(await found?.read('media/0-video.m4s')).toEqual(Uint8Array.of(0x78))
    expect(await found?.read('nothing')).toBeNull()
  })

  it('says the same as the terminal, in the hands of the browser’s own arithmetic', async () => {
    const { chosen, key, checkpoint } = await chosenClass()
    const visit = new BundleVisit(nobleCrypto())
    await visit.choose(chosen)
    expect([visit.state.value.at, visit.state.value.verdict?.outcome]).toEqual(['done', 'self-consistent'])
    visit.typeKey(` ${key}\n`)
    await visit.check()
    expect(visit.state.value.verdict?.outcome).toBe('trusted')
    visit.typeKey('')
    await visit.bringAlong([new File([checkpoint], 'kept.txt')])
    expect([visit.state.value.verdict?.outcome, visit.state.value.seen]).toEqual(['trusted', ['kept.txt']])
  })

  it('names what does not hold', async () => {
    const { bundle } = await chosenClass()
    const bytes = bundle.files.get('media/1-video.m4s')
    if (bytes) bytes[0] = (bytes[0] ?? 0) ^ 1
    const visit = new BundleVisit(nobleCrypto())
    await visit.choose(chosenOf(bundle))
    expect(visit.state.value.verdict?.outcome).toBe('broken')
    expect(visit.state.value.verdict?.findings.filter(({ state }) => state === 'bad').map(({ code }) => code)).toEqual(['SEGMENT_CHANGED'])
  })

  it('tells what is no bundle, no key, or cannot be read, and goes on with what is', async () => {
    const { chosen, key } = await chosenClass()
    const visit = new BundleVisit(nobleCrypto())
    await visit.choose([{ path: 'holiday.jpg', file: new Blob(['x']) }])
    expect(visit.state.value.at).toBe('empty')
    await visit.choose(Promise.reject(new Error('not from a disk')))
    expect([visit.state.value.at, visit.state.value.reason]).toEqual(['failed', 'not from a disk'])
    await visit.choose([...chosen.slice(1), { path: 'lectern-K7M4QX/README.txt', file: new Blob(['x']) }].map((one) => one.path.endsWith('bundle.json') ? { ...one, file: { arrayBuffer: () => Promise.reject(new Error('gone')) } } : one))
    expect([visit.state.value.at, visit.state.value.reason]).toEqual(['failed', 'gone'])
    visit.typeKey('lectern/hub_x')
    await visit.choose(chosen)
    expect([visit.state.value.at, visit.state.value.keyIsWrong]).toEqual(['choose', true])
    visit.typeKey(key)
    await visit.check()
    expect([visit.state.value.verdict?.outcome, visit.state.value.keyIsWrong]).toEqual(['trusted', false])
  })
})
