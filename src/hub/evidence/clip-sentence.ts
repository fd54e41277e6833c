import { clipSentences } from '../../evidence/clip/refusals.ts'
import { captureSentences } from '../../features/capture/hub/refusal-sentences.ts'
import { otherSentence } from '../../platform/http/platform-sentences.ts'
import { sentenceBook } from '../../platform/http/sentences.ts'

/** Why there is no clip, for a terminal. */
export const clipSentence = sentenceBook(otherSentence, clipSentences, captureSentences)
