import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const STAND_IN = fileURLToPath(new URL('end-at-once-stand-in.ts', import.meta.url))

it('ends the process though media is at work, says why, and tells no secret', async () => {
  const child = spawn(process.execPath, [STAND_IN], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said = text(child.stderr)
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
  expect(await said).toContain('beyond repair, Bearer [withheld]')
})
