import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { DiskModel } from './disk-model.ts'
import { readTrace } from './trace.ts'
import type { DiskOp } from './trace.ts'

const hex = (text: string): string => [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
const handle = (path: string): string => `7<${hex(path)}>`

describe('a trace', () => {
  it('is read as what was done to the files of one folder, calls that were interrupted included', () => {
    const text = [
      `11 1.000001 openat(AT_FDCWD<${hex('/')}>, "${hex('/d/a')}", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = ${handle('/d/a')}`,
      `11 1.000002 pwrite64(${handle('/d/a')}, "${hex('page')}", 4, 4096) = 4`,
      `11 1.000003 fsync(${handle('/d/a')} <unfinished ...>`,
      `12 1.000004 write(${handle('/d/a')}, "${hex('late')}", 4) = 4`,
      `11 1.000005 <... fsync resumed>)       = 0`,
      `12 1.000006 write(${handle('/d/a')}, "${hex('r')}", 1) = 1`,
      `11 1.000007 rename("${hex('/d/a')}", "${hex('/d/b')}") = 0`,
      `11 1.000008 fsync(${handle('/d')}) = 0`,
      `11 1.000009 unlink("${hex('/d/gone')}") = -1 ENOENT (No such file or directory)`,
      `11 1.000010 write(${handle('/elsewhere')}, "${hex('x')}", 1) = 1`,
      '11 1.000011 +++ exited with 0 +++',
    ].join('\n')
    expect(readTrace(text, '/d').map(({ at: _, ...op }) => ('bytes' in op ? { ...op, bytes: op.bytes.toString() } : op))).toEqual([
      { type: 'create', path: 'a' },
      { type: 'write', path: 'a', offset: 4096, bytes: 'page' },
      { type: 'write', path: 'a', offset: 0, bytes: 'late' },
      { type: 'sync', path: 'a', covers: 2 },
      { type: 'write', path: 'a', offset: 4, bytes: 'r' },
      { type: 'rename', from: 'a', to: 'b' },
      { type: 'sync', path: '', covers: 6 },
    ])
  })

  it('is read alike whether the numbers of its threads are short or long', () => {
    const folder = `mkdir("${hex('/d/db')}", 0700) = 0`
    for (const thread of ['7    ', '8291 ', '12345', '1234567']) expect(readTrace(`${thread} 1.5 ${folder}\n`, '/d')).toEqual([{ type: 'folder', path: 'db', at: 1.5 }])
  })

  it.each([
    ['a line that is none', 'strace: Process 11 attached'],
    ['a write that was cut short', `1 1.0 write(${handle('/d/a')}, "${hex('ab')}"..., 9) = 9`],
    ['a call it does not follow', `1 1.0 fallocate(${handle('/d/a')}, 0, 0, 4096) = 0`],
    ['a rename out of the folder', `1 1.0 rename("${hex('/d/a')}", "${hex('/e/a')}") = 0`],
    ['an appending writer', `1 1.0 openat(AT_FDCWD, "${hex('/d/a')}", O_WRONLY|O_CREAT|O_APPEND) = ${handle('/d/a')}`],
  ])('with %s is refused rather than misread', (_, line) => {
    expect(() => readTrace(line, '/d')).toThrow(/trace|rename/)
  })
})

describe('a disk that loses its power', () => {
  const cut = (disk: DiskModel, random = seededRandom(1)): Record<string, string> => {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-disk-'))
    try {
      disk.cutInto(folder, random)
      return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  const write = (path: string, offset: number, text: string): DiskOp => ({ type: 'write', path, offset, bytes: Buffer.from(text) })

  it('has what was synced, file and name, whatever chance decides', () => {
    fc.assert(fc.property(fc.integer(), fc.array(fc.tuple(fc.nat(2000), fc.string({ minLength: 1, maxLength: 40 }))), (seed, later) => {
      const disk = new DiskModel()
      for (const op of [{ type: 'create', path: 'a' }, write('a', 0, 'kept'), { type: 'sync', path: 'a', covers: 2 }, { type: 'sync', path: '', covers: 3 }] as const) disk.take(op)
      for (const [offset, text] of later) disk.take(write('a', 4 + offset, text))
      expect(cut(disk, seededRandom(seed))['a']?.slice(0, 4)).toBe('kept')
    }))
  })

  it('may have nothing of what was not', () => {
    const disk = new DiskModel()
    for (const op of [{ type: 'create', path: 'a' }, write('a', 0, 'gone')] as const) disk.take(op)
    expect(cut(disk, () => 0)).toEqual({})
  })

  it('tears a write at its sectors, and keeps a later one without an earlier', () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 200; seed += 1) {
      const disk = new DiskModel()
      for (const op of [{ type: 'create', path: 'a' }, { type: 'sync', path: '', covers: 1 }, write('a', 0, 'A'.repeat(1024)), write('a', 1024, 'B')] as const) disk.take(op)
      const text = cut(disk, seededRandom(seed))['a'] ?? ''
      seen.add([text[0], text[512], text[1024]].map((one) => one?.replace('\0', '.') ?? '-').join(''))
    }
    for (const left of ['---', 'AAB', 'A--', '.A-', '..B', 'A.B']) expect(seen).toContain(left)
  })

  it('covers with a sync only what was written before it began', () => {
    const disk = new DiskModel()
    for (const op of [{ type: 'create', path: 'a' }, { type: 'sync', path: '', covers: 1 }, write('a', 0, 'x'), write('a', 1, 'y'), { type: 'sync', path: 'a', covers: 3 }] as const) disk.take(op)
    expect(cut(disk, () => 0)['a']).toBe('x')
  })
})
