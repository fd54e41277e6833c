import { describe, expect, it } from 'vitest'
import { Lifetime } from './lifetime.ts'

describe('a lifetime', () => {
  it('closes the newest first and waits for each', async () => {
    const life = new Lifetime()
    const closed: string[] = []
    expect(life.own('a', (name) => closed.push(name))).toBe('a')
    life.own('b', async (name) => { await Promise.resolve(); closed.push(name) })
    await life.end()
    expect(closed).toEqual(['b', 'a'])
  })

  it('closes the rest when one fails, and tells of every failure', async () => {
    const life = new Lifetime()
    const closed: string[] = []
    life.own('a', (name) => closed.push(name))
    life.own('b', () => { throw new Error('b') })
    life.own('c', () => Promise.reject(new Error('c')))
    await expect(life.end()).rejects.toMatchObject({ errors: [{ message: 'c' }, { message: 'b' }] })
    expect(closed).toEqual(['a'])
  })

  it('closes nothing twice', async () => {
    const life = new Lifetime()
    let closed = 0
    life.own('a', () => { closed += 1 })
    await life.end()
    await life.end()
    expect(closed).toBe(1)
  })
})
