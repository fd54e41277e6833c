import { describe, expect, it } from 'vitest'
import { type Client, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { showConsentRecords, showMine } from '../../wire/routes.ts'
import { MineDesk } from './mine-desk.ts'

const data = { format: 'lectern-person/1', name: 'Ana' }

function desk(answer: () => Promise<void> = () => Promise.resolve()) {
  const saved: unknown[] = []
  const client = {
    call: async (route: unknown) => {
      await answer()
      return route === showMine ? { data } : route === showConsentRecords ? { records: [{ piiPrincipal: 'x' }] } : undefined
    },
    signed: async ({ method, path }: { method: string; path: string }) => {
      await answer()
      return { status: 200, headers: new Headers(), text: `${method} ${path}\n` }
    },
  } as unknown as Pick<Client, 'call' | 'signed'>
  const made = new MineDesk({ code: 'K7M4QX', client, receipt: '/api/1/classes/K7M4QX/receipt', save: (...file) => saved.push(file) })
  return { desk: made, saved }
}

describe('what somebody takes along', () => {
  it('is everything as a file, what they said as another, and the receipt as the box wrote it', async () => {
    const { desk: mine, saved } = desk()
    await mine.save()
    await mine.saveRecords()
    await mine.saveReceipt()
    expect(saved).toEqual([
      ['lectern-K7M4QX-mine.json', 'application/json', `${JSON.stringify(data, null, 2)}\n`],
      ['lectern-K7M4QX-consent.json', 'application/json', `${JSON.stringify([{ piiPrincipal: 'x' }], null, 2)}\n`],
      ['lectern-K7M4QX-receipt.txt', 'text/plain', 'GET /api/1/classes/K7M4QX/receipt\n'],
    ])
  })

  it('is read on the page without becoming a file', async () => {
    const { desk: mine, saved } = desk()
    await mine.show()
    expect([mine.state.peek().data, saved]).toEqual([data, []])
  })

  it('is no file when the box says no or does not answer, and can be asked for again', async () => {
    const faults = [new Unreachable(), new ToldRefusal({ code: 'NO_RECEIPT', sentence: 'None.', details: {}, status: 404 })]
    const { desk: mine, saved } = desk(() => {
      const fault = faults.shift()
      return fault === undefined ? Promise.resolve() : Promise.reject(fault)
    })
    await mine.save()
    expect(mine.state.peek()).toEqual({ isAsking: false, data: null, fault: { type: 'unreachable' } })
    await mine.saveReceipt()
    expect(mine.state.peek().fault).toMatchObject({ type: 'refused', sentence: 'None.' })
    await mine.save()
    expect([saved.length, mine.state.peek().fault]).toEqual([1, null])
  })
})
