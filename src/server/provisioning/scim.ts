import type { AlibabaCloudOptions } from '../../apps/alibaba-cloud/party.ts'
import { changedByHand, isLookDue } from '../../apps/alibaba-cloud/scim/look.ts'
import { provision } from '../../apps/alibaba-cloud/scim/provision.ts'
import { groupNames, wantedUsers } from '../../apps/alibaba-cloud/scim/wanted.ts'
import type { OpenApp } from '../apps/apps.ts'
import { scimOf } from '../scim.ts'
import { type Teller, type TellingHost, type Turning, warnOfProblems } from './teller.ts'

/** CloudSSO: has users and groups made, changed and deactivated. */
export function scimTeller(app: OpenApp, host: TellingHost): Teller | undefined {
  const client = scimOf(app, host.outbound)
  if (!client) return undefined
  const { storage, config, log, now } = host
  const { id } = app.config

  const tell = async ({ isNewsWaiting, write }: Turning): Promise<void> => {
    const [accounts, bindings] = await Promise.all([storage.accounts.list(), storage.bindings.list()])
    const options = app.options as unknown as AlibabaCloudOptions
    const users = wantedUsers(app.config, options, config, accounts, bindings)
    const done = await provision(users, groupNames(config), {
      app: id,
      client,
      rows: storage.provisioned,
      now,
      isNewsWaiting,
      keep: row => write(store => store.provisioned.put(row)),
    })
    const { created, updated, deactivated, problems } = done
    if (created + updated + deactivated > 0)
      log.info({ app: id, created, updated, deactivated }, 'app told of people')
    warnOfProblems(log, id, problems)
  }

  /** What has been changed there by hand is told anew the next time. */
  const look = async ({ write }: Turning): Promise<void> => {
    const begun = now()
    const told = await storage.provisioned.of(id)
    if (!isLookDue(told, begun)) return
    const changed = await changedByHand(client, told)
    await write(async ({ provisioned }) => {
      for (const row of changed) await provisioned.doubt(row)
      await provisioned.seenAll(id, begun)
    })
    if (changed.length > 0)
      log.warn({ app: id, changed: changed.length }, 'people or groups of the app were changed there by hand')
  }

  return { app: id, turn: `scim ${id}`, tell, look }
}
