import { usernameKey } from '../../accounts/username.ts'
import { type AccountView, accountView } from '../../accounts/view.ts'
import type { Config } from '../../config/config.ts'
import { suggest } from '../../config/suggest.ts'
import { quote } from '../../config/words.ts'
import { documentOf as json } from '../../diagnostics/document.ts'
import { Halt } from '../../errors.ts'
import type { Account } from '../../model.ts'
import type { Log } from '../../plugin.ts'
import type { Storage } from '../../storage/storage.ts'
import { no } from '../answer.ts'
import type { ExitCode, Io } from '../io.ts'
import { shown } from '../table.ts'

export interface Flags {
  json: boolean
  username?: string | undefined
  role?: string | undefined
  permissions?: string | undefined
  'base-dir'?: string | undefined
  unset?: string | undefined
  'display-name'?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  source?: string | undefined
  'password-stdin'?: boolean | undefined
  end?: boolean | undefined
}

export interface Desk {
  io: Io
  config: Config
  storage: Storage
  log: Log
  flags: Flags
  /** The account in question, as it was typed. */
  name: string | undefined
  now: () => number
  random: (bytes: number) => Buffer
}

/** Before the database is opened, which may make it. */
export interface ClosedDesk extends Omit<Desk, 'storage'> {
  open(): Promise<Storage>
}

export type Action = (desk: Desk) => Promise<ExitCode>

/** The answer is no: said on standard error, exit 1. */
export class No extends Error {
  override readonly name = 'No'
}

/** An action on one account; a `No` that it throws becomes exit 1. */
export function onAccount(action: (desk: Desk, account: Account) => Promise<ExitCode>): Action {
  return answering(async desk => {
    const { storage, name } = desk
    if (name === undefined) throw new Halt('which account?', 'give a username or an id')
    const account =
      (await storage.accounts.find(name)) ?? (await storage.accounts.findByUsername(usernameKey(name)))
    if (!account) {
      const meant = suggest(
        name,
        (await storage.accounts.list()).map(({ username }) => username),
      )
      throw new No(
        `there is no account "${name}"${meant === undefined ? '' : `; did you mean ${quote(meant)}?`}`,
      )
    }
    return action(desk, account)
  })
}

export function answering<D extends Pick<Desk, 'io'>>(
  action: (desk: D) => Promise<ExitCode>,
): (desk: D) => Promise<ExitCode> {
  return async desk => {
    try {
      return await action(desk)
    } catch (error) {
      if (!(error instanceof No)) throw error
      return no(desk.io, error.message)
    }
  }
}

export function livingSessions({ config, now }: Pick<Desk, 'config' | 'now'>): {
  now: number
  seenSince: number
} {
  return { now: now(), seenSince: now() - config.session.idleMs }
}

export async function viewOf(desk: Desk, account: Account): Promise<AccountView> {
  const { storage, config } = desk
  const sessions = await storage.sessions.of(account.id, livingSessions(desk))
  return accountView(account, await storage.bindings.of(account.id), sessions.length, config)
}

/** The account as it is now, for the person or the program that changed it. */
export async function tell(desk: Desk, id: string, sentence: string): Promise<ExitCode> {
  const account = await desk.storage.accounts.find(id)
  if (!account) throw new No('the account is gone')
  const { stdout } = desk.io
  stdout.write(desk.flags.json ? json(await viewOf(desk, account)) : `${shown(sentence)}\n`)
  return 0
}
