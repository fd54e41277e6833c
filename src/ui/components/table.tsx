import type { ComponentChildren } from 'preact'

type Column = { key: string; words: ComponentChildren; number?: boolean }
type TableProps = {
  /** Read aloud before the table. */
  caption: string
  columns: readonly Column[]
  /** The first cell is the row's head. */
  rows: readonly { key: string; cells: readonly ComponentChildren[] }[]
}

export function Table({ caption, columns, rows }: TableProps) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class="table">
        <caption class="hush">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => <th key={column.key} scope="col" class={column.number === true ? 'n' : undefined}>{column.words}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {row.cells.map((cell, at) => {
                const numeric = columns[at]?.number === true ? 'n' : undefined
                const key = columns[at]?.key ?? at
                return at === 0 ? <th key={key} scope="row">{cell}</th> : <td key={key} class={numeric}>{cell}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
