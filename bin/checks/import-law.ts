import { posix } from 'node:path'
import { importsOf, isTest, type Finding, type Source } from './source.ts'

/**
 * The import law (ARCHITECTURE.md). Every file belongs to one area; an area imports only what stands
 * beside its name. Tests may import anything: the law binds what is shipped.
 */

/** `feature` is set for the areas below `src/features/<feature>/`. */
type Place = { readonly area: Area; readonly feature?: string }
type Side = 'wire' | 'rules' | 'hub' | 'origin' | 'screens'
type Area = 'kernel' | 'media' | 'platform' | 'ui' | 'words' | 'start-hub' | 'start-origin' | 'web' | 'rehearse' | 'evidence' | 'evidence-screens' | 'evidence-export' | 'cli' | 'tools' | `feature-${Side}`

/** `own`: the same feature. `other`: any other feature. */
type Allowed = { readonly areas: readonly Area[]; readonly own?: readonly Side[]; readonly other?: readonly Side[] }

const law: Record<Area, Allowed> = {
  kernel: { areas: ['kernel'] },
  words: { areas: ['words'] },
  media: { areas: ['kernel', 'words', 'media'] },
  platform: { areas: ['kernel', 'words', 'platform'] },
  ui: { areas: ['kernel', 'words', 'ui'] },
  'feature-wire': { areas: ['kernel'], own: ['wire'] },
  'feature-rules': { areas: ['kernel'], own: ['wire', 'rules'] },
  'feature-screens': { areas: ['kernel', 'words', 'ui'], own: ['wire', 'rules', 'screens'] },
  'feature-hub': { areas: ['kernel', 'words', 'platform'], own: ['wire', 'rules', 'hub'], other: ['wire'] },
  'feature-origin': { areas: ['kernel', 'words', 'platform'], own: ['wire', 'rules', 'origin'], other: ['wire'] },
  // Whoever checks a bundle needs neither a box nor Node: what it is made by has both.
  evidence: { areas: ['kernel', 'words', 'evidence'], other: ['wire'] },
  'evidence-screens': { areas: ['kernel', 'words', 'ui', 'evidence', 'evidence-screens'] },
  'evidence-export': { areas: ['kernel', 'words', 'platform', 'media', 'evidence', 'evidence-export'], other: ['wire', 'rules'] },
  'start-hub': { areas: ['kernel', 'words', 'platform', 'media', 'start-hub', 'rehearse', 'evidence', 'evidence-export'], other: ['wire', 'rules', 'hub'] },
  'start-origin': { areas: ['kernel', 'words', 'platform', 'start-origin'], other: ['wire', 'rules', 'origin'] },
  web: { areas: ['kernel', 'words', 'ui', 'web', 'evidence', 'evidence-screens'], other: ['wire', 'rules', 'screens'] },
  // A rehearsal's people are pages without a screen: they run the page's own client and link, so that these are rehearsed too.
  rehearse: { areas: ['kernel', 'words', 'platform', 'media', 'ui', 'rehearse'], other: ['wire', 'rules', 'screens'] },
  cli: { areas: ['kernel', 'words', 'platform', 'media', 'start-hub', 'start-origin', 'rehearse', 'evidence', 'evidence-export', 'cli', 'tools'] },
  tools: { areas: ['kernel', 'words', 'platform', 'media', 'ui', 'start-hub', 'start-origin', 'web', 'rehearse', 'evidence', 'evidence-screens', 'evidence-export', 'cli', 'tools'], other: ['wire', 'rules', 'hub', 'origin', 'screens'] },
}

/** Features whose hub side may also use `media`. */
const mediaUsers = ['live', 'capture']

/** Areas without Node, and the packages the pure ones may use. */
const withoutNode: readonly Area[] = ['kernel', 'evidence', 'evidence-screens', 'feature-wire', 'feature-rules', 'ui', 'feature-screens', 'web']
const pure: readonly Area[] = ['kernel', 'evidence', 'feature-wire', 'feature-rules']
const purePackages = ['zod', 'canonicalize']

/** Packages only one folder may touch, so that they can be replaced. */
const keepers: Record<string, string> = {
  'node-datachannel': 'src/media/',
  'better-sqlite3-multiple-ciphers': 'src/platform/sqlite/',
}

/** Where a path stands, or undefined when the house has no such room. */
export function placeOf(path: string): Place | undefined {
  const [top, second = '', third = '', fourth = ''] = path.split('/')
  if (top !== 'src') return { area: 'tools' }
  if (second === 'features') {
    const isSide = (['wire', 'rules', 'hub', 'origin', 'screens'] as const).find((side) => side === fourth)
    return isSide ? { area: `feature-${isSide}`, feature: third } : undefined
  }
  if (second === 'hub' || second === 'origin') return { area: `start-${second}` }
  if (second === 'evidence') return { area: evidenceArea(third) }
  const plain = (['kernel', 'media', 'platform', 'ui', 'words', 'web', 'rehearse', 'cli'] as const).find((area) => area === second)
  return plain ? { area: plain } : undefined
}

function evidenceArea(part: string): Area {
  if (part === 'screens') return 'evidence-screens'
  return ['bundle', 'verify', 'report'].includes(part) ? 'evidence' : 'evidence-export'
}

export function checkImportLaw(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    const place = placeOf(source.path)
    const report = (line: number, text: string): Finding => ({ rule: 'import-law', path: source.path, line, text })
    if (!place) return [report(1, 'lies in no room of the house')]
    if (isTest(source.path)) return []
    return importsOf(source).flatMap(({ specifier, line }) => {
      const fault = faultOf(source.path, place, specifier)
      return fault ? [report(line, fault)] : []
    })
  })
}

function faultOf(path: string, from: Place, specifier: string): string | undefined {
  if (specifier === '') return from.area === 'tools' ? undefined : 'imports a computed address, which no check can follow'
  if (!specifier.startsWith('.')) return faultOfPackage(path, from, specifier)
  const target = posix.join(posix.dirname(path), specifier)
  const to = placeOf(target)
  if (!to) return `imports ${target}, which lies in no room of the house`
  return mayImport(from, to) ? undefined : `${describe(from)} may not import ${describe(to)} (${target})`
}

function faultOfPackage(path: string, { area }: Place, specifier: string): string | undefined {
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
  const keeper = keepers[name]
  if (keeper && area !== 'tools' && !path.startsWith(keeper)) return `only ${keeper} may import ${name}`
  if (withoutNode.includes(area) && specifier.startsWith('node:')) return `${area} knows no Node, and imports ${specifier}`
  if (pure.includes(area) && !purePackages.includes(name)) return `${area} is pure, and imports ${specifier}`
  return undefined
}

function mayImport(from: Place, to: Place): boolean {
  const allowed = law[from.area]
  const side = sideOf(to.area)
  if (side) return (to.feature === from.feature ? allowed.own : allowed.other)?.includes(side) ?? false
  if (to.area === 'media' && from.area === 'feature-hub') return mediaUsers.includes(from.feature ?? '')
  return allowed.areas.includes(to.area)
}

function sideOf(area: Area): Side | undefined {
  return (['wire', 'rules', 'hub', 'origin', 'screens'] as const).find((side) => area === `feature-${side}`)
}

function describe({ area, feature }: Place): string {
  return feature ? `${feature}'s ${area.replace('feature-', '')}` : area
}
