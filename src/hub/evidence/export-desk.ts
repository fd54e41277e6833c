import { recordingToExport } from '../../features/capture/hub/recording/exported-recording.ts'
import { segmentShelf } from '../../features/capture/hub/shelf.ts'
import { findClass } from '../../features/live/hub/views.ts'
import { exportClass } from '../../evidence/export/export-class.ts'
import type { ExportDeps, OnExported } from '../../evidence/export/export-class.ts'
import type { Sink } from '../../evidence/export/sink.ts'
import type { Manifest } from '../../evidence/bundle/format.ts'
import type { Blobs } from '../../platform/blobs.ts'
import type { Locale } from '../../platform/http/sentences.ts'
import type { Journal } from '../../platform/journal/journal.ts'
import { m } from '../../words/messages.js'
import { evidencePage } from './evidence-page.ts'

export type ExportDeskDeps = {
  readonly journal: Journal
  readonly blobs: Pick<Blobs, 'get'>
  readonly witnesses: readonly string[]
  /** Has them cosign what there is now, as far as they answer. */
  readonly cosign: () => Promise<void>
}

/** What is to be exported, and how. */
export type BundleAsked = { readonly code: string; readonly actor: string; readonly media: boolean; readonly disclosures: boolean; readonly locale: Locale }

/** Exports classes of one record, for pages and for the terminal alike. */
export class ExportDesk {
  readonly #deps: ExportDeskDeps

  constructor(deps: ExportDeskDeps) {
    this.#deps = deps
  }

  /** How many bytes of recording a class has. Throws `CLASS_UNKNOWN`. */
  mediaBytes(code: string): number {
    const { id } = findClass(this.#deps.journal.query, code)
    return this.#recording().segments(id).reduce((sum, { parts }) => sum + parts.reduce((all, { bytes }) => all + bytes, 0), 0)
  }

  /** The code as it is written. Throws `CLASS_UNKNOWN`. */
  codeOf(code: string): string {
    return findClass(this.#deps.journal.query, code).code
  }

  /** Throws `CLASS_UNKNOWN`, `EXPORT_DISTURBED`, or what reading a segment refuses. */
  async export({ code: typed, actor, media, disclosures, locale }: BundleAsked, sink: Sink, onExported?: OnExported): Promise<Manifest> {
    const { journal, witnesses, cosign } = this.#deps
    const { id, code } = findClass(journal.query, typed)
    journal.flush()
    const deps: ExportDeps = {
      journal, witnesses, cosign, recording: this.#recording(),
      page: evidencePage(locale), readme: m.evidence_readme({ code }, { locale }),
    }
    return await exportClass(deps, { classId: id, code, actor, media, disclosures }, sink, onExported)
  }

  #recording(): ExportDeps['recording'] {
    const { journal: { query }, blobs } = this.#deps
    return recordingToExport(query, segmentShelf({ query, blobs }))
  }
}
