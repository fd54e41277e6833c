import type { Database as Engine, Statement } from 'better-sqlite3-multiple-ciphers'
import { named } from './failures.ts'

export type SqlValue = null | number | string | Uint8Array
/** Reading: rows are as the store's own tables shape them. Statements are prepared once. */
export type Query = {
  get<Row>(text: string, ...values: readonly SqlValue[]): Row | undefined
  all<Row>(text: string, ...values: readonly SqlValue[]): Row[]
}
export type Sql = Query & {
  /** Runs one statement; answers how many rows it changed. */
  run(text: string, ...values: readonly SqlValue[]): number
}

/** Statements of one connection, by their text. Texts are constants of the stores, so their number is bounded. */
export function statementsOf(engine: Engine): Sql {
  const prepared = new Map<string, Statement>()

  function statement(text: string): Statement {
    const known = prepared.get(text)
    if (known) return known
    const made = engine.prepare(text)
    prepared.set(text, made)
    return made
  }

  function naming<T>(text: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw named(error, text)
    }
  }

  // The engine's own types know nothing of our tables; the shape of a row is the store's word.
  return {
    get: <Row>(text: string, ...values: readonly SqlValue[]) => naming(text, () => statement(text).get(...values) as Row | undefined),
    all: <Row>(text: string, ...values: readonly SqlValue[]) => naming(text, () => statement(text).all(...values) as Row[]),
    run: (text, ...values) => naming(text, () => statement(text).run(...values).changes),
  }
}

/** The reading half of `sql`, for those who answer questions and must not write. */
export function queryOnly(sql: Sql): Query {
  return { get: sql.get, all: sql.all }
}
