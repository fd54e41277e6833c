import type { ClassId, DeviceId, PersonId } from '../../../../kernel/ids.ts'
import type { JsonObject } from '../../../../kernel/canonical.ts'
import { localeFor } from '../../../../platform/http/sentences.ts'
import { m } from '../../../../words/messages.js'
import { consentRecord } from '../../rules/consent-records.ts'
import type { RecordedStatement, RecordLabels } from '../../rules/consent-records.ts'
import { consentStated } from '../../wire/entries.ts'
import type { PrivacyDeps } from '../deps.ts'
import { personOfDevice } from '../device-store.ts'
import { statementsOf } from '../store.ts'

/** Everything this device said in the class as one record, in the language of the form it answered last; none when it said nothing. */
export function showConsentRecords(deps: Pick<PrivacyDeps, 'journal' | 'live'>, code: string, device: DeviceId): { records: JsonObject[] } {
  const { id } = deps.live.findClass(code)
  const { identity, query } = deps.journal
  const person = personOfDevice(query, id, device)
  const said = person ? saidBy(deps, id, person) : []
  const record = person && consentRecord({ hub: identity.hub, classId: id, person, said }, labelsIn(said.at(-1)?.notice.language))
  return { records: record ? [record] : [] }
}

/** With their signatures, which stand in the entries alone. */
function saidBy({ journal }: Pick<PrivacyDeps, 'journal'>, classId: ClassId, person: PersonId): RecordedStatement[] {
  return statementsOf(journal.query, classId, person).flatMap(({ sequence, by, choices, at, made, notice }) => {
    const [entry] = journal.read(sequence, sequence + 1)
    return entry ? [{ sequence, by, choices, at, made, notice, statement: consentStated.body.parse(entry.body).statement }] : []
  })
}

function labelsIn(language: string | undefined): RecordLabels {
  const locale = localeFor(language)
  const options = { locale }
  return {
    language: locale,
    purpose: {
      heard: m.privacy_record_purpose_heard({}, options), seen: m.privacy_record_purpose_seen({}, options), answers: m.privacy_record_purpose_answers({}, options),
      analytics: m.privacy_record_purpose_analytics({}, options), contact: m.privacy_record_purpose_contact({}, options),
    },
    data: {
      heard: m.privacy_record_data_heard({}, options), seen: m.privacy_record_data_seen({}, options), answers: m.privacy_record_data_answers({}, options),
      analytics: m.privacy_record_data_analytics({}, options), contact: m.privacy_record_data_contact({}, options),
    },
    by: { self: m.privacy_record_by_self({}, options), desk: m.privacy_record_by_desk({}, options), guardian: m.privacy_record_by_guardian({}, options) },
    controller: m.privacy_record_controller({}, options), here: m.privacy_record_here({}, options), until: m.privacy_record_until({}, options),
  }
}
