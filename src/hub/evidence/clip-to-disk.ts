import { createWriteStream } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod/mini'
import { pem } from '../../evidence/clip/certificate/certificate.ts'
import type { ClipDoorDeps } from '../../evidence/clip/clip-doors.ts'
import { makeClip } from '../../evidence/clip/make-clip.ts'
import type { WallTime } from '../../kernel/time.ts'

const sinceBegun = z.nullable(z.number().check(z.int(), z.nonnegative(), z.maximum(Number.MAX_SAFE_INTEGER / 2)))
/** A clip, asked for at the terminal. `from` and `to`: milliseconds since the class began; null: an open end. `path`: absolute. */
export const ClipAsk = z.strictObject({ want: z.literal('clip'), code: z.string().check(z.maxLength(24)), from: sinceBegun, to: sinceBegun, path: z.string().check(z.maxLength(4096)) })
export type ClipAsk = z.infer<typeof ClipAsk>

export const ClipSays = z.discriminatedUnion('type', [
  z.object({ type: z.literal('done'), files: z.array(z.object({ path: z.string(), bytes: z.number() })), authority: z.string() }),
  z.object({ type: z.literal('refused'), code: z.string(), details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
])
export type ClipSays = z.infer<typeof ClipSays>

/** Beside the clip, for those who are to trust it. */
const AUTHORITY = 'lectern-authority.pem'

/** Writes the clip, as several files where it becomes several, and the authority beside it. What could not be finished is removed. */
export async function clipToDisk(deps: ClipDoorDeps, { code: typed, from, to, path }: ClipAsk): Promise<Extract<ClipSays, { type: 'done' }>> {
  const { id, code } = deps.findClass(typed)
  const began = deps.record.began(id) ?? 0
  const at = (ms: number | null): WallTime | null => ms === null ? null : began + ms as WallTime
  const clip = await makeClip(deps, { id, code, span: { from: at(from), to: at(to) }, mostBytes: Number.MAX_SAFE_INTEGER })
  const files = clip.map(({ bytes }, index) => ({ bytes, path: clip.length === 1 ? path : numbered(path, index + 1) }))
  const begun: string[] = []
  try {
    for (const [index, file] of clip.entries()) {
      const target = files[index]?.path ?? path
      const out = createWriteStream(target, { flags: 'wx' })
      out.once('open', () => begun.push(target))
      await pipeline(file.pieces(), out)
    }
  } catch (error) {
    for (const target of begun) await rm(target, { force: true })
    throw error
  }
  const authority = join(dirname(path), AUTHORITY)
  await writeFile(authority, pem(deps.authority()))
  return { type: 'done', files, authority }
}

function numbered(path: string, number: number): string {
  const extension = extname(path)
  return `${path.slice(0, path.length - extension.length)}-${number}${extension}`
}
