import type { Crypto } from '../../../../../kernel/crypto.ts'
import type { Client } from '../../../../../ui/client.ts'
import type { KeyStorage } from '../../../../../ui/device-key.ts'
import { Catalogue } from './catalogue.ts'
import { fetchPiece } from './fetch-piece.ts'
import { browserKeep } from './file-keep.ts'
import { Prefetcher, type PrefetchDeps } from './prefetcher.ts'

/** What a page hands in so that the files of its class are fetched ahead. */
export type PrefetchedFilesDeps = Pick<PrefetchDeps, 'hubNow' | 'now' | 'random' | 'seat' | 'sight' | 'timers'> & {
  readonly client: Pick<Client, 'call' | 'signed'>
  readonly code: string
  readonly crypto: Pick<Crypto, 'sha256'>
  /** A trusted name: files and what is known of the link may be kept on the device. */
  readonly trusted: boolean
  readonly storage: Pick<KeyStorage, 'getItem' | 'setItem'>
}

const REMEMBERED = 'lectern.link'

/** The prefetcher of one class, over the page's own client. */
export function prefetchedFiles({ client, code, crypto, storage, trusted, ...deps }: PrefetchedFilesDeps): Prefetcher {
  const keep = browserKeep(trusted)
  void keep?.tidy(code)
  return new Prefetcher({
    ...deps,
    catalogue: new Catalogue({ client, code, now: deps.now }),
    fetchPiece: (path, piece, onBytes) => fetchPiece(client, path, piece, onBytes),
    sha256: (bytes) => crypto.sha256(bytes),
    memory: trusted ? { read: () => storage.getItem(REMEMBERED), write: (text) => storage.setItem(REMEMBERED, text) } : null,
    keep,
  })
}
