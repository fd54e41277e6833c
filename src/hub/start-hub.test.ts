import { describe, expect, it } from 'vitest'
import { TestHub } from '../../testkit/hub.ts'

describe('a hub', () => {
  it('takes a class from draft to its figures, with a cue that every learner feels', async () => {
    await using hub = await TestHub.start()
    const host = await hub.host()
    await host.openLobby()
    await host.enter()
    const learners = await Promise.all([hub.learner({ kind: 'room', headphones: false }), hub.learner()])
    expect((await host.begin()).phase).toBe('live')

    await host.press().done
    const result = await host.page.until('the cue to settle', () => host.page.all('cue-result').map((news) => news.result).find((one) => one.settled))
    expect(result).toMatchObject({ of: 2, played: 2 })
    expect(learners.map((learner) => learner.felt.length)).toEqual([1, 1])

    const ended = await host.end()
    expect(ended.phase).toBe('closed')
  })
})
