import { Refused } from '../../../../kernel/failures.ts'
import type { Handlers } from './handler.ts'

const notYet = (): never => { throw new Refused('CLASS_NOT_LIVE') }

export const talkHandlers: Pick<Handlers, 'timer' | 'music' | 'started' | 'poll' | 'answer-poll' | 'ask' | 'handle-question' | 'ready' | 'name-me' | 'take-control'> = {
  'timer': notYet,
  'music': notYet,
  'started': notYet,
  'poll': notYet,
  'answer-poll': notYet,
  'ask': notYet,
  'handle-question': notYet,
  'ready': notYet,
  'name-me': notYet,
  'take-control': notYet,
}
