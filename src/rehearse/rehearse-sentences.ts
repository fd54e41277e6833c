import type { Sentence, Sentences } from '../platform/http/sentences.ts'
import { m } from '../words/messages.js'

/** Why a rehearsal was refused, for the terminal. */
export const rehearseSentences: Sentences = {
  REHEARSE_OPTION: ({ value = '' }) => m.rehearse_refusal_REHEARSE_OPTION({ value }),
  REHEARSE_TOO_SHORT: ({ seconds = '' }) => m.rehearse_refusal_REHEARSE_TOO_SHORT({ seconds }),
  REHEARSE_NO_BROWSER: () => m.rehearse_refusal_REHEARSE_NO_BROWSER(),
  REHEARSE_NO_KILL: () => m.rehearse_refusal_REHEARSE_NO_KILL(),
  REHEARSE_NO_BOX: ({ port = '' }) => m.rehearse_refusal_REHEARSE_NO_BOX({ port }),
  REHEARSE_NOT_REHEARSED: ({ code = '' }) => m.rehearse_refusal_REHEARSE_NOT_REHEARSED({ code }),
  REHEARSE_OUT: ({ file = '' }) => m.rehearse_refusal_REHEARSE_OUT({ file }),
}

/** For a code that no table knows. */
export const otherSentence: Sentence = ({ reason = '' }) => m.rehearse_refusal_other({ reason })
