import { Refused } from '../../../kernel/failures.ts'
import type { HubTime } from '../../../kernel/time.ts'
import type { Trust } from '../../../platform/http/trust.ts'
import { limitedAddress, RateLimit } from '../../../platform/http/rate-limit.ts'
import type { Keys } from '../../../platform/keys/keys.ts'
import { PASSPHRASE_LEAST } from '../wire/routes.ts'
import { lengthRefusal, placeRefusal } from '../rules/passphrase.ts'

/** Guesses from one address, right or wrong: more only help somebody who does not know it. */
const GUESSES = { burst: 5, seconds: 60 }
/** Each guess costs about a second of a core, off the threads that matter; few may wait for it. */
const MOST_WAITING = 4
const MOST_ADDRESSES = 10_000

export type Guess = { readonly passphrase: string; readonly trust: Trust; readonly address: string }

/**
 * The only way to the passphrase. Refuses over plain http (`PASSPHRASE_NEEDS_TRUST`), too often
 * (`TOO_MANY`) and when wrong (`PASSPHRASE_WRONG`); one guess at a time is worked on.
 */
export type PassphraseDesk = {
  isSet(): boolean
  /** By what the database's key can be opened. */
  wraps(): ReturnType<Keys['wraps']>
  /** The database's key, when the passphrase opens it. */
  open(guess: Guess, now: HubTime): Promise<Uint8Array>
  /** Wraps the key by a new passphrase, after whoever asks has shown the one before, if there was one. Answers whether there was. */
  choose(key: Uint8Array, chosen: Guess & { readonly current: string | undefined }, now: HubTime): Promise<boolean>
}

export function passphraseDesk(keys: Pick<Keys, 'wraps' | 'unlock' | 'choosePassphrase'>): PassphraseDesk {
  const limits = new RateLimit(MOST_ADDRESSES)
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting >= MOST_WAITING) return Promise.reject(new Refused('BUSY'))
    waiting += 1
    const turn = last.then(work).finally(() => { waiting -= 1 })
    last = turn.catch(() => undefined) // Whose turn it was is told; the next one only waits for the end.
    return turn
  }

  function admit({ trust, address }: Guess, now: HubTime): void {
    const refusal = placeRefusal(trust)
    if (refusal) throw new Refused(refusal)
    const wait = limits.take(limitedAddress(address), GUESSES, now)
    if (wait > 0) throw new Refused('TOO_MANY', { seconds: Math.ceil(wait / 1000) })
  }

  async function unwrap(passphrase: string): Promise<Uint8Array> {
    if (!keys.wraps().passphrase) throw new Refused('PASSPHRASE_NOT_SET')
    try {
      return await keys.unlock({ passphrase })
    } catch (error) {
      throw error instanceof Refused && error.code === 'WRONG_PASSPHRASE' ? new Refused('PASSPHRASE_WRONG') : error
    }
  }

  return {
    isSet: () => keys.wraps().passphrase,
    wraps: () => keys.wraps(),
    open: async (guess, now) => {
      admit(guess, now)
      return inTurn(() => unwrap(guess.passphrase))
    },
    choose: async (key, chosen, now) => {
      admit(chosen, now)
      const short = lengthRefusal(chosen.passphrase)
      if (short) throw new Refused(short, { least: PASSPHRASE_LEAST })
      return inTurn(async () => {
        const changed = keys.wraps().passphrase
        if (changed) await unwrap(chosen.current ?? '')
        await keys.choosePassphrase(key, chosen.passphrase)
        return changed
      })
    },
  }
}
