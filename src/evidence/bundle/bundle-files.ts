/** A bundle wherever it lies: a folder, a tape archive, or files that somebody dropped on a page. Paths are relative, with `/`. */
export type BundleFiles = {
  /** Every file there is. */
  list(): readonly string[]
  /** Null when there is no such file. */
  read(path: string): Promise<Uint8Array | null>
}
