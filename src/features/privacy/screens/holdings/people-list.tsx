import { Button } from '../../../../ui/components/button.tsx'
import { m } from '../../../../words/messages.js'
import type { HoldingsPart, PersonHere } from './holdings-model.ts'
import { consentText, personText } from './holdings-words.ts'

type ListProps = { model: HoldingsPart; code: string; people: readonly PersonHere[] | null }

/** Who was there, and what is held of each. */
export function PeopleList({ model, code, people }: ListProps) {
  if (people === null) return <p class="appears-late" role="status">{m.privacy_holdings_looking_people()}</p>
  if (people.length === 0) return <p class="soft" role="status">{m.privacy_holdings_nobody()}</p>
  return (
    <ul class="rows" aria-label={m.privacy_holdings_who()}>
      {people.map((person) => {
        const name = personText(person)
        return (
          <li class="row" key={person.key}>
            <span class="grow holdings-person"><b>{name}</b><br /><span class="small soft">{consentText(person)} {heldText(person)}</span></span>
            <span class="line">
              <Button label={m.privacy_holdings_hand_out_label({ name })} onPress={() => model.handOut(code, person)}>{m.privacy_holdings_hand_out()}</Button>
              <Button kind="flag" label={m.privacy_holdings_erase_label({ name })} disabled={person.privateEntries === 0} onPress={() => model.askErase(code, person)}>{m.privacy_holdings_erase()}</Button>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function heldText({ privateEntries, claims }: PersonHere): string {
  const held = privateEntries === 0 ? m.privacy_holdings_nothing_held() : m.privacy_holdings_held({ count: privateEntries })
  return claims === 0 ? held : `${held} ${m.privacy_holdings_their_claims({ count: claims })}`
}
