import { describe, expect, it } from 'vitest'
import { isCrowdAsked, readCrowdAsked } from './options.ts'

describe('what made-up learners are told', () => {
  it('is the class as people type its code, how many, their links and the ports of the box', () => {
    expect(readCrowdAsked(['--join', 'kft-7w9'])).toEqual({ code: 'KFT7W9', learners: 10, network: 'lan', ports: { http: 8080, media: 8080 } })
    expect(readCrowdAsked(['--join=KFT7W9', '--learners', '30', '--network', 'bad', '--port', '81', '--media-port', '9000']))
      .toEqual({ code: 'KFT7W9', learners: 30, network: 'bad', ports: { http: 81, media: 9000 } })
  })

  it('is asked for by the word --join alone', () => {
    expect([['--join', 'x'], ['--join=x'], ['--learners', '3'], ['join'], []].map(isCrowdAsked)).toEqual([true, true, false, false, false])
  })

  it.each([
    [['--join', 'KFT7W']], [['--join', 'KFT7W0!']], [['--join']], [['--join=']], [['--join', 'KFT7W9', '--learners', '0']], [['--join', 'KFT7W9', '--port', '70000']],
    [['--join', 'KFT7W9', '--port', '0']], [['--join', 'KFT7W9', '--break', 'kill']], [['--join', 'KFT7W9', '--network', 'moon']], [['--join', 'KFT7W9', 'more']],
  ])('refuses %j', (args) => {
    expect(() => readCrowdAsked(args)).toThrow(expect.objectContaining({ code: 'REHEARSE_OPTION' }))
  })
})
