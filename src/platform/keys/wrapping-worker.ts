import { parentPort, workerData } from 'node:worker_threads'
import { Decrypter, Encrypter } from 'age-encryption'
import type { WrapJob } from './wrapping.ts'

/** The text with which age says that neither passphrase nor identity opens a file. */
const NO_MATCH = "no identity matched any of the file's recipients"

/** Does one {@link WrapJob}; scrypt fills 256 MiB for seconds, which must not hold the thread that called. */
async function run(job: WrapJob): Promise<Uint8Array | 'no-match'> {
  if (job.task === 'wrap') {
    const encrypter = new Encrypter()
    if (job.workFactor !== undefined) encrypter.setScryptWorkFactor(job.workFactor)
    if ('passphrase' in job) encrypter.setPassphrase(job.passphrase)
    else encrypter.addRecipient(job.recipient)
    return await encrypter.encrypt(job.bytes)
  }
  const decrypter = new Decrypter()
  if ('passphrase' in job) decrypter.addPassphrase(job.passphrase)
  else decrypter.addIdentity(job.identity)
  try {
    return await decrypter.decrypt(job.bytes)
  } catch (error) {
    if (error instanceof Error && error.message === NO_MATCH) return 'no-match'
    throw error
  }
}

parentPort?.postMessage(await run(workerData as WrapJob)) // Written by wrapping.ts alone.
