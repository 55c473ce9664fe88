import { quote } from '../../words.ts'
import { addressesOf } from '../app/addresses.ts'
import { inRepeated } from '../id/twins.ts'
import { repeated } from '../repeated.ts'
import type { Rule } from '../rule.ts'

/** What is meant for one app would reach the other one too. */
export const shared: Rule = draft => {
  const isRepeated = inRepeated(draft)
  const addresses = addressesOf(draft).filter(
    ({ at }) => (at.includes('redirectUris') || at.at(-1) === 'acsUrl') && !isRepeated(at),
  )
  return repeated(addresses, ({ text }) => text)
    .filter(({ again, first }) => again.app !== first.app)
    .map(({ again, first }) => ({
      at: again.at,
      message: `app ${quote(first.app.host.id ?? '')} has this address too`,
      help: 'give every app an address of its own; where it is one and the same app, one entry is enough',
      related: [{ at: first.at, message: 'first here' }],
    }))
}
