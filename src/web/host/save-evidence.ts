import { BUNDLE_DOOR } from '../../evidence/bundle/refusals.ts'
import type { SaveEvidence } from '../../features/privacy/screens/settings/evidence-export.tsx'
import type { Client } from '../../ui/client.ts'
import { saveBlob } from '../../ui/save-file.ts'

/** A small box reads and hashes the recording of a whole class for it. */
const WITHIN_MS = 180_000

type Deps = { readonly client: Pick<Client, 'signed'>; readonly ask: (act: () => Promise<unknown>) => Promise<boolean>; readonly fetch: typeof fetch; readonly save?: (name: string, file: Blob) => void }

/** The evidence of a class, signed for and handed to the person as a file. */
export function saveEvidence({ client, ask, fetch: send, save = saveBlob }: Deps): SaveEvidence {
  return (code, { media, disclosures }) => ask(async () => {
    let file = new Blob()
    // What the client reads as text is a refusal; the archive itself is kept aside as it came.
    const keeping: typeof fetch = async (url, init) => {
      const answer = await send(url, init)
      if (!answer.ok) return answer
      file = await answer.blob()
      return new Response(null, { status: 204 })
    }
    const path = `${BUNDLE_DOOR.replace(':code', encodeURIComponent(code))}?media=${media ? 1 : 0}&disclosures=${disclosures ? 1 : 0}`
    await client.signed({ method: 'POST', path, withinMs: WITHIN_MS, fetch: keeping })
    save(`lectern-${code}.tar`, file)
  })
}
