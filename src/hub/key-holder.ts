import { existsSync } from 'node:fs'
import { Malformed, Refused } from '../kernel/failures.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { dataFolder } from '../platform/data-folder.ts'
import { openKeys } from '../platform/keys/keys.ts'
import type { Keys } from '../platform/keys/keys.ts'
import { DatabaseFailure } from '../platform/sqlite/failures.ts'
import { m } from '../words/messages.js'
import type { PreparedRehearsal } from './rehearsal/rehearsal-holder.ts'

export type KeyHolderOptions = {
  readonly dataFolder: string
  /** Where the key file on a stick is, or is to be written once. */
  readonly keyFile?: string | undefined
  readonly say: (sentence: string) => void
}

/** Holds the database key in this process's memory for as long as the machine runs. */
export class KeyHolder {
  readonly #keys: Keys
  readonly #keyFile: string | undefined
  readonly #say: (sentence: string) => void
  /** A rehearsal that the hub has prepared and is leaving for. */
  rehearsal: PreparedRehearsal | null = null
  /** What a rehearsal left for the record, until it is kept. */
  sheet: string | null = null
  #key: Uint8Array | null = null
  #writing: Promise<void> = Promise.resolve()

  private constructor(keys: Keys, { keyFile, say }: KeyHolderOptions) {
    this.#keys = keys
    this.#keyFile = keyFile
    this.#say = say
  }

  /**
   * Takes the key as far as it can be had without a person. Throws `DatabaseFailure` `DB_WRONG_KEY`
   * when there is a database and no key for it.
   */
  static async open(options: KeyHolderOptions): Promise<KeyHolder> {
    const folder = dataFolder(options.dataFolder)
    const holder = new KeyHolder(openKeys(folder.keys, nodeCrypto()), options)
    holder.#key = await holder.#obtain(existsSync(folder.database))
    if (holder.#key) await holder.#writeKeyFile(holder.#key)
    return holder
  }

  /** Null while the data folder is locked. */
  get key(): Uint8Array | null {
    return this.#key
  }

  /** Takes the key that a person opened in the hub. */
  hold(key: Uint8Array): void {
    this.#key = key
    this.#writing = this.#writing.then(() => this.#writeKeyFile(key))
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    await this.#writing
  }

  async #obtain(databaseExists: boolean): Promise<Uint8Array | null> {
    switch (this.#keys.state()) {
      case 'new':
        if (databaseExists) throw new DatabaseFailure('DB_WRONG_KEY', 'a database, and no key for it')
        return this.#keys.create()
      case 'unprotected':
        try {
          return this.#keys.readUnprotected()
        } catch (cause) {
          throw cause instanceof Malformed ? new DatabaseFailure('DB_WRONG_KEY', 'the key is damaged', { cause }) : cause
        }
      case 'locked':
        return this.#keyFile === undefined ? null : await this.#unlockBy(this.#keyFile)
    }
  }

  /** The passphrase is the other way in, and the hub asks for it: so a stick that does not open is no failure. */
  async #unlockBy(keyFile: string): Promise<Uint8Array | null> {
    if (!this.#keys.wraps().keyFile) {
      this.#say(m.hub_supervisor_key_file_later())
      return null
    }
    try {
      return await this.#keys.unlock({ keyFile })
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Malformed)) throw error
      const isMissing = error instanceof Refused && error.code === 'KEY_FILE_MISSING'
      this.#say(isMissing ? m.hub_supervisor_key_file_missing() : m.hub_supervisor_key_file_wrong())
      return null
    }
  }

  /** Once: after that the file belongs to whoever keeps the stick. */
  async #writeKeyFile(key: Uint8Array): Promise<void> {
    const path = this.#keyFile
    if (path === undefined || this.#keys.wraps().keyFile) return
    try {
      await this.#keys.addKeyFile(key, path)
      this.#say(m.hub_supervisor_key_file_written({ path }))
    } catch {
      this.#say(m.hub_supervisor_key_file_not_written({ path })) // No stick, a full one, or another box's file: the class goes on without.
    }
  }
}
