/** The package's own declarations are hidden by its `exports`; this is the part we use. */
declare module 'better-sqlite3-multiple-ciphers' {
  type Value = null | number | bigint | string | Uint8Array

  export interface Statement {
    run(...values: readonly Value[]): { changes: number; lastInsertRowid: number | bigint }
    get(...values: readonly Value[]): unknown
    all(...values: readonly Value[]): unknown[]
  }

  export interface Database {
    readonly open: boolean
    readonly inTransaction: boolean
    prepare(text: string): Statement
    exec(text: string): this
    pragma(text: string, options?: { simple?: boolean }): unknown
    /** The whole file as it would be without encryption, free pages too. */
    serialize(): Buffer
    close(): this
  }

  class SqliteError extends Error {
    readonly code: string
  }

  const Sqlite: {
    new (file: string, options?: { readonly?: boolean; fileMustExist?: boolean; timeout?: number }): Database
    readonly SqliteError: typeof SqliteError
  }
  export default Sqlite
}
