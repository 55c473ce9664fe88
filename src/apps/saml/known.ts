import { emailOf, emailsOf } from '../../accounts/email.ts'
import { type Person, peopleOf } from '../../accounts/person.ts'
import type { Config } from '../../config/config.ts'
import type { Provisioned } from '../../storage/provisioned.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Known, Who } from './app.ts'

/** Everything about people and one app that statements are made from, as the store has it now. */
export interface Knowing {
  who(person: Person): Promise<Who>
  known(app: string): Known
}

/** Whether an app's own user still is the one that it was told of. */
export type StillThere = (row: Provisioned) => Promise<boolean>

/** Without `stillThere` the app is not asked. */
export function knowing(
  storage: Storage,
  config: Pick<Config, 'sources' | 'grants'>,
  namesKey: Buffer,
  stillThere: StillThere = async () => true,
): Knowing {
  return {
    who: async person => ({ person, email: await emailOf(person, storage, config), namesKey }),
    known: app => ({
      async everybody() {
        const { accounts, bindings } = storage
        const people = peopleOf(await accounts.list(), await bindings.list(), config)
        const emails = emailsOf(people)
        return people.map(person => ({ person, email: emails.get(person.account.id), namesKey }))
      },
      async hasUser(accountId, name) {
        const row = await storage.provisioned.find(app, 'user', accountId)
        return row !== undefined && row.knownAs === name && (await stillThere(row))
      },
    }),
  }
}
