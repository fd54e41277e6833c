import { z } from 'zod/mini'
import { Refused } from '../../kernel/failures.ts'
import type { ClassCode, ClassId } from '../../kernel/ids.ts'
import type { WallTime } from '../../kernel/time.ts'
import { mountRaw } from '../../platform/http/mounted.ts'
import type { DoorCall, Mounted } from '../../platform/http/mounted.ts'
import { sharedResponse } from '../../platform/http/shared-response.ts'
import { pem } from './certificate/certificate.ts'
import { makeClip } from './make-clip.ts'
import type { ClipDeps, ClipFile } from './make-clip.ts'
import { CLIP_DOORS } from './routes.ts'

const MAY_CLIP = ['host', 'co-host', 'clip-editor'] as const
/** The file is in memory until its reader has it: a quarter of an hour of a good picture. What is longer is made at the box. */
const MOST_BYTES = 128 * 1024 * 1024

const whole = z.coerce.number().check(z.int(), z.nonnegative(), z.maximum(Number.MAX_SAFE_INTEGER))
const Query = z.object({ from: z.optional(whole), to: z.optional(whole), part: z.optional(z.coerce.number().check(z.int(), z.positive(), z.maximum(10_000))) })

export type ClipDoorDeps = ClipDeps & {
  readonly findClass: (code: string) => { readonly id: ClassId; readonly code: ClassCode }
  /** DER. */
  readonly authority: () => Uint8Array
}

export function clipDoors(deps: ClipDoorDeps): Mounted[] {
  let isMaking = false
  return [
    mountRaw({
      name: 'make-clip', method: 'POST', path: CLIP_DOORS.clip, who: MAY_CLIP, limit: { burst: 20, seconds: 60 },
      refusals: ['CLASS_UNKNOWN', 'NOTHING_RECORDED', 'CLIP_CLAIMED', 'CLIP_TOO_LONG', 'CLIP_UNKNOWN', 'CLIP_CHANGED', 'SEGMENT_GONE', 'SEGMENT_DAMAGED'],
    }, async (call) => {
      // One at a time: a class that runs beside it has the memory.
      if (isMaking) throw new Refused('BUSY')
      isMaking = true
      try {
        return await clipAnswer(deps, call)
      } finally {
        isMaking = false
      }
    }),
    mountRaw({ name: 'clip-authority', method: 'GET', path: CLIP_DOORS.authority, who: MAY_CLIP, limit: { burst: 20, seconds: 60 }, refusals: [] },
      () => new Response(pem(deps.authority()), { headers: { 'content-type': 'application/pem-certificate-chain', 'content-disposition': 'attachment; filename="lectern-authority.pem"' } })),
  ]
}

async function clipAnswer(deps: ClipDoorDeps, { params, query }: DoorCall): Promise<Response> {
  const asked = Query.safeParse(Object.fromEntries(query))
  if (!asked.success) throw new Refused('BAD_INPUT', { field: asked.error.issues[0]?.path.join('.') ?? '' })
  const { from, to, part = 1 } = asked.data
  const { id, code } = deps.findClass(params['code'] ?? '')
  const began = deps.record.began(id) ?? 0
  const at = (ms: number | undefined): WallTime | null => ms === undefined ? null : began + ms as WallTime
  const files = await makeClip(deps, { id, code, span: { from: at(from), to: at(to) }, mostBytes: MOST_BYTES })
  const file = files[part - 1]
  if (!file) throw new Refused('CLIP_UNKNOWN')
  return sharedResponse(await bytesOf(file), {
    headers: {
      'content-type': 'video/mp4', 'cache-control': 'no-store',
      'content-disposition': `attachment; filename="${file.name}"`, 'lectern-parts': String(files.length),
    },
  })
}

async function bytesOf(file: ClipFile): Promise<Uint8Array<SharedArrayBuffer>> {
  const bytes = new Uint8Array(new SharedArrayBuffer(file.bytes))
  let at = 0
  for await (const piece of file.pieces()) {
    // A file that grew meanwhile is another one.
    if (at + piece.length > bytes.length) throw new Refused('CLIP_CHANGED')
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
