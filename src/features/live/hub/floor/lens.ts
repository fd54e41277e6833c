import type { LiveNews } from '../../wire/messages.ts'

/** What of the news a connection is told; undefined: nothing. Everything, unless its role sees less. */
export type Lens = (news: LiveNews) => LiveNews | undefined

/**
 * A technician looks after links and latency. Names, questions, answers, who is on stage and what is
 * said on it are the host's and the learner's affair; a kind of news nobody thought of here is not told.
 */
export const technicianSees: Lens = (news) => {
  switch (news.type) {
    case 'hello': case 'entered': case 'class': case 'probe': case 'cue': case 'done': case 'kept': case 'refused':
    case 'cue-result': case 'start-result': case 'publishers': case 'lamps': case 'recording': case 'loudness': case 'seat-left': case 'run': case 'timer': case 'music': case 'beat':
      return news
    case 'roster':
      return { ...news, lines: news.lines.map((line) => ({ ...line, name: null })) }
    case 'seat':
      return { ...news, line: { ...news.line, name: null } }
    default:
      return undefined
  }
}
