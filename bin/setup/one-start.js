// @ts-check

/**
 * Names the chunk of everything a page loads at once, for the bundler's groups. Left alone it would make a
 * chunk of each set of modules that parts loaded on demand share with the start: a dozen files, each
 * packed by itself, together a tenth heavier than one.
 * @param {string} id @param {{ getModuleInfo(id: string): { isEntry: boolean, importers: string[] } | null }} graph
 * @returns {string | null} null for what is loaded on demand, and for the entry itself
 */
export function oneStart(id, graph) {
  return isEntryOrItsScript(id, graph) || !isLoadedAtOnce(id, graph, new Set()) ? null : 'page'
}

/** @param {string} id @param {Parameters<typeof oneStart>[1]} graph */
function isEntryOrItsScript(id, graph) {
  const info = graph.getModuleInfo(id)
  return info === null || info.isEntry || info.importers.some((importer) => graph.getModuleInfo(importer)?.isEntry)
}

/** @param {string} id @param {Parameters<typeof oneStart>[1]} graph @param {Set<string>} seen @returns {boolean} */
function isLoadedAtOnce(id, graph, seen) {
  if (seen.has(id)) return false
  seen.add(id)
  const info = graph.getModuleInfo(id)
  return info !== null && (info.isEntry || info.importers.some((importer) => isLoadedAtOnce(importer, graph, seen)))
}
