import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { requireFreePort } from './free-port.ts'

const LOOPBACK = '127.0.0.1'

it('refuses a UDP port that another program has, and takes it once it is free', async () => {
  const other = createSocket('udp4')
  other.bind(0, LOOPBACK)
  await once(other, 'listening')
  const { port } = other.address()
  await expect(requireFreePort({ port, bindAddress: LOOPBACK })).rejects.toMatchObject({ code: 'PORT_TAKEN', details: { port } })
  await expect(requireFreePort({ port })).rejects.toMatchObject({ code: 'PORT_TAKEN' })
  other.close()
  await once(other, 'close')
  await requireFreePort({ port, bindAddress: LOOPBACK })
  await requireFreePort({ port, bindAddress: LOOPBACK })
})

it('has nothing against a port of the system\'s choice', async () => {
  await expect(requireFreePort({ port: 0 })).resolves.toBeUndefined()
})
