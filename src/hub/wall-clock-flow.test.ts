import { expect, it, vi } from 'vitest'
import { TestHub } from '../../testkit/hub.ts'
import { agreeClock } from '../features/live/wire/wall-clock.ts'
import { startHubClock } from '../platform/clock.ts'

vi.setConfig({ testTimeout: 60_000 })
const NEW_YEAR_1970 = 86_400_000

it('a box that woke up in 1970 is told so by the phones of a class, and by one tap dates what follows as they do', async () => {
  await using hub = await TestHub.start({ media: false, clock: startHubClock({ wall: () => NEW_YEAR_1970 }) })
  const host = await hub.host()
  await host.openLobby()
  await host.enter()
  await Promise.all([hub.learner(), hub.learner(), hub.learner()])
  const told = await host.page.until('the lamp of the clock', () => host.page.all('lamps').map(({ clock }) => clock).find((clock) => clock?.devices === 3))
  expect(told?.offMs).toBeGreaterThan(50 * 365 * 86_400_000)

  const { wall } = await host.page.client.call(agreeClock, { input: { atZero: told?.atZero ?? 0 } })
  expect(Math.abs(wall - Date.now())).toBeLessThan(60_000)
  await host.page.until('the lamp to go out', () => host.page.last('lamps')?.clock === null)

  await host.begin()
  const journal = hub.hub.core()?.journal
  const entries = journal?.read(0, journal.head().size) ?? []
  expect(entries.map(({ time }) => time.quality)).toContain('none')
  expect(entries.at(-1)?.time).toMatchObject({ quality: 'peer', bootCount: 1 })
  expect(entries.at(-1)?.time.wall).toBeGreaterThan(NEW_YEAR_1970 * 100)
  expect(entries[0]?.time.wall).toBe(NEW_YEAR_1970)
})
