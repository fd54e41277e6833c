import { BUNDLE_DOOR, EVIDENCE_REFUSALS } from '../../evidence/bundle/refusals.ts'
import { memoryTar } from '../../evidence/disk/sink.ts'
import { Refused } from '../../kernel/failures.ts'
import { mountRaw } from '../../platform/http/mounted.ts'
import type { Mounted } from '../../platform/http/mounted.ts'
import { localeFor } from '../../platform/http/sentences.ts'
import type { ExportDesk } from './export-desk.ts'

/** An answer to a page is held in memory as a whole; beyond this the terminal exports to the disk. */
const MOST_MEDIA_BYTES = 64 * 1024 * 1024

/** `POST /api/1/classes/:code/bundle`: the evidence of a class as a tape archive, for its host. */
export function bundleDoor(desk: ExportDesk): Mounted {
  let isExporting = false
  return mountRaw(
    { name: 'export-bundle', method: 'POST', path: BUNDLE_DOOR, who: ['host'], limit: { burst: 6, seconds: 60 }, refusals: EVIDENCE_REFUSALS },
    async ({ params, query, headers, caller }) => {
      const media = query.get('media') !== '0'
      const code = desk.codeOf(params['code'] ?? '')
      if (media && desk.mediaBytes(code) > MOST_MEDIA_BYTES) throw new Refused('EXPORT_TOO_LARGE', { code })
      // One at a time: a class that runs beside it has the memory.
      if (isExporting) throw new Refused('BUSY')
      isExporting = true
      const tar = memoryTar(`lectern-${code}`)
      const locale = localeFor(headers.get('accept-language'))
      try {
        await desk.export({ code, actor: caller.device ?? 'host', media, disclosures: query.get('disclosures') === '1', locale }, tar)
      } finally {
        isExporting = false
      }
      return new Response(Buffer.from(tar.bytes()), { headers: { 'content-type': 'application/x-tar', 'content-disposition': `attachment; filename="lectern-${code}.tar"` } })
    },
  )
}
