import type { JsonObject } from '../../../kernel/canonical.ts'
import type { ClassId, HubId, PersonId } from '../../../kernel/ids.ts'
import type { SignedStatement } from '../../../kernel/statement.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { PURPOSES } from '../wire/words.ts'
import type { Consent, ConsentBy, Purpose } from '../wire/words.ts'

/**
 * What a person said in a class as one record, shaped after ISO/IEC TS 27560 in the JSON-LD that the W3C's Data Privacy
 * Vocabularies group gives it. What it leaves out, since the box does not know it, is in docs/protocol/consent-records.md.
 *
 * 1. Each purpose is a process of its own with every state it was in, oldest first; the last one counts.
 * 2. A state stands there where it began: given, refused, or withdrawn after it was given.
 * 3. Nothing in it is private but the sentences that everybody reads alike.
 */
export type RecordedStatement = Pick<Consent, 'by' | 'choices' | 'at' | 'notice'> & {
  /** The entry's number in the record of the box, and its time. */
  readonly sequence: number
  readonly made: WallTime
  readonly statement: SignedStatement | null
}

/** Sentences in the language of the record. */
export type RecordLabels = {
  readonly language: string
  readonly purpose: Readonly<Record<Purpose, string>>
  readonly data: Readonly<Record<Purpose, string>>
  readonly by: Readonly<Record<ConsentBy, string>>
  readonly controller: string
  readonly here: string
  readonly until: string
}

const CONTEXT = {
  'dpv': 'https://w3id.org/dpv#', 'pd': 'https://w3id.org/dpv/pd#', 'dpv-27560': 'https://w3id.org/dpv/schema/dpv-27560#',
  'dct': 'http://purl.org/dc/terms/', 'skos': 'http://www.w3.org/2004/02/skos/core#', 'rdf': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'lectern': 'urn:lectern:consent-record:1:',
}
const TERMS: Readonly<Record<Purpose, { readonly purpose: string; readonly data: readonly string[]; readonly processing: readonly string[] }>> = {
  heard: { purpose: 'dpv:ServiceProvision', data: ['pd:VoiceCommunicationRecording'], processing: ['dpv:Collect', 'dpv:Store', 'dpv:Use'] },
  seen: { purpose: 'dpv:ServiceProvision', data: ['pd:Picture'], processing: ['dpv:Collect', 'dpv:Store', 'dpv:Use'] },
  answers: { purpose: 'dpv:RecordManagement', data: ['pd:Opinion', 'pd:Name'], processing: ['dpv:Collect', 'dpv:Store'] },
  analytics: { purpose: 'dpv:ServiceUsageAnalytics', data: ['pd:ServiceConsumptionBehaviour'], processing: ['dpv:Collect', 'dpv:Store', 'dpv:Analyse'] },
  contact: { purpose: 'dpv:CommunicationManagement', data: ['pd:Contact'], processing: ['dpv:Store', 'dpv:Use'] },
}

/** `said`: everything on record, in order; null of a person who said nothing. */
export function consentRecord({ hub, classId, person, said }: { readonly hub: HubId; readonly classId: ClassId; readonly person: PersonId; readonly said: readonly RecordedStatement[] }, labels: RecordLabels): JsonObject | null {
  const [first, last] = [said[0], said.at(-1)]
  if (!first || !last) return null
  return {
    '@context': CONTEXT,
    '@type': ['dpv:ConsentRecord'],
    'lectern:shapedAfter': 'dpv-27560:record-2',
    'dpv:hasIdentifier': `${hub}/${classId}/${person}`,
    'dpv:hasDataSubject': { '@type': ['dpv:DataSubject'], 'dpv:hasIdentifier': person },
    'dct:created': iso(first.made),
    'dct:modified': iso(last.made),
    'dct:creator': hub,
    'dct:language': labels.language,
    'dpv:hasProcess': PURPOSES.map((purpose) => processOf(purpose, { hub, person, said }, labels)),
    'dpv:hasEntity': {
      [hub]: { '@type': ['dpv:DataController'], 'dpv:hasName': labels.controller },
      [person]: { '@type': ['dpv:DataSubject'] },
      ...(said.some(({ by }) => by === 'guardian') ? { [guardianOf(person)]: { '@type': ['dpv:GuardianOfDataSubject'] } } : {}),
    },
  }
}

function processOf(purpose: Purpose, { hub, person, said }: { readonly hub: HubId; readonly person: PersonId; readonly said: readonly RecordedStatement[] }, labels: RecordLabels): JsonObject {
  const { purpose: broader, data, processing } = TERMS[purpose]
  return {
    '@type': ['dpv:Process'],
    'lectern:purpose': purpose,
    'dpv:hasPurpose': [{ '@type': ['dpv:Purpose'], 'skos:broader': broader, 'skos:prefLabel': labels.purpose[purpose] }],
    'dpv:hasPersonalData': [{ '@type': ['dpv:PersonalData'], 'skos:broader': [...data], 'skos:prefLabel': labels.data[purpose] }],
    'dpv:hasProcessing': [...processing],
    'dpv:hasDataController': [hub],
    'dpv:hasDataSource': ['dpv:DataSubjectDataSource'],
    'dpv:hasRecipient': [hub],
    'dpv:hasLegalBasis': ['dpv:Consent'],
    'dpv:hasStorageCondition': [
      { '@type': ['dpv:StorageLocation'], 'dpv:hasLocation': 'dpv:WithinDevice', 'skos:prefLabel': labels.here },
      { '@type': ['dpv:StorageDuration'], 'dpv:hasDuration': { '@type': 'dpv:UntilEventDuration', 'rdf:value': labels.until } },
    ],
    'dpv:hasConsentStatus': statesOf(purpose, said).map(({ state, told }) => ({
      '@type': [state, 'dpv:ExpressedConsent'],
      'dpv:isIndicatedAtTime': iso(told.at),
      'dpv:isIndicatedBy': told.by === 'guardian' ? guardianOf(person) : person,
      'dpv:isExercisedAt': labels.by[told.by],
      'dpv:hasNotice': { '@type': ['dpv:ConsentNotice'], 'dpv:hasIdentifier': `sha-256:${told.notice.sha256}`, 'dct:language': told.notice.language },
      'lectern:entry': { sequence: told.sequence, at: iso(told.made) },
      ...(told.statement ? { 'lectern:statement': { ...told.statement } } : {}),
    })),
  }
}

/** The states a purpose was in, each with the statement that began it. */
function statesOf(purpose: Purpose, said: readonly RecordedStatement[]): { readonly state: string; readonly told: RecordedStatement }[] {
  const states: { state: string; told: RecordedStatement }[] = []
  for (const told of said) {
    const wasGiven = states.at(-1)?.state === 'dpv:ConsentGiven'
    if (states.length > 0 && told.choices[purpose] === wasGiven) continue // 2
    const state = told.choices[purpose] ? 'dpv:ConsentGiven' : wasGiven ? 'dpv:ConsentWithdrawn' : 'dpv:ConsentRefused'
    states.push({ state, told })
  }
  return states
}

const guardianOf = (person: PersonId): string => `guardian-of-${person}`

/** ISO 8601 of a wall time. A device may have signed any whole number; what no date can be is told as the number. */
function iso(at: WallTime): string {
  return Math.abs(at) <= MOST_DATE_MS ? new Date(at).toISOString() : `${at}`
}
const MOST_DATE_MS = 8.64e15
