import type { LiveNews } from '../../wire/messages.ts'

const IDS_KEPT = 32

/**
 * Starts of timers and music come by socket and data channel. The channel is quicker and keeps no
 * order: a copy that was held up must not bring back what was stopped meanwhile. The socket keeps
 * order, so all it says is passed on.
 */
export class StartInbox {
  readonly #known = new Set<string>()

  fromSocket(news: LiveNews): void {
    const id = startOf(news)
    if (id !== undefined) this.#remember(id)
  }

  /** Whether to pass it on: not when it was known before. Anything but a start is. */
  fromChannel(news: LiveNews): boolean {
    const id = startOf(news)
    if (id === undefined) return true
    if (this.#known.has(id)) return false
    this.#remember(id)
    return true
  }

  #remember(id: string): void {
    this.#known.add(id)
    for (const oldest of this.#known) {
      if (this.#known.size <= IDS_KEPT) return
      this.#known.delete(oldest)
    }
  }
}

function startOf(news: LiveNews): string | undefined {
  if (news.type === 'timer') return news.timer?.id
  return news.type === 'music' ? news.music?.id : undefined
}
