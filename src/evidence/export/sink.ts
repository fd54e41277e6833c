/** Where the files of a bundle go, one after another. */
export type Sink = {
  file(path: string, bytes: Uint8Array): Promise<void>
  end(): Promise<void>
}
