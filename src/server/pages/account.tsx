import type { Rights } from '../../accounts/rights.ts'
import type { SourceConfig } from '../../config/config.ts'
import type { Account, Binding } from '../../model.ts'
import type { SessionRecord } from '../../storage/sessions.ts'
import { browserName } from './browser-name.ts'
import { Facts } from './facts.tsx'
import { SourceIcon } from './icon.tsx'
import { Form, Layout, type Page } from './layout.tsx'
import { dayOf, momentOf } from './moment.tsx'

export interface AccountPage {
  page: Page & { account: Account }
  /** In the file's order; what is bound to a source that left the file is not shown, it opens nothing. */
  sources: readonly {
    /** Only an administrator takes it away. */
    isFollowed: boolean
    config: SourceConfig
    binding: Binding | undefined
    canBind: boolean
    canUnbind: boolean
  }[]
  rights: Rights
  /** Names of its sum's bits. */
  permissions: readonly string[]
  /** Absent where the file has no source of type `local`. `fault`: why the one that was sent is not taken. */
  password?: { isSet: boolean; fault?: string }
  sessions: readonly SessionRecord[]
  /** Hash of the session that looks. */
  current: string
  notice?: { kind: 'info' | 'error'; sentence: string }
}

export function accountPage(props: AccountPage) {
  const { page, notice } = props
  return (
    <Layout page={page} title={page.text.account} wide>
      {notice && (
        <p class={`notice ${notice.kind}`} role={notice.kind === 'error' ? 'alert' : 'status'}>
          {notice.sentence}
        </p>
      )}
      <Person {...props} />
      <Identities {...props} />
      {props.password && <Password page={page} {...props.password} />}
      <SessionList {...props} />
    </Layout>
  )
}

function Person({ page, rights, permissions }: AccountPage) {
  const { account, text } = page
  const rows = [
    [text.username, <code>{account.username}</code>],
    [text.email, account.email],
    [text.phone, account.phone],
    [text.baseDir, <code>{rights.baseDir}</code>],
    [text.groups, rights.groups.length > 0 ? <Codes names={rights.groups} /> : null],
    [text.permissions, <Permissions text={text} sum={rights.permission} names={permissions} />],
  ] as const
  return (
    <section class="card">
      <h1>
        {account.displayName ?? account.username} <span class="tag">{text.role[account.role]}</span>
      </h1>
      <Facts rows={rows} />
    </section>
  )
}

function Permissions({ text, sum, names }: { text: Page['text']; sum: number; names: readonly string[] }) {
  return (
    <>
      {names.length === 0 && text.noPermissions}
      <Codes names={names} /> <span class="muted">{text.permissionSum(sum)}</span>
    </>
  )
}

function Codes({ names }: { names: readonly string[] }) {
  return (
    <>
      {names.map(name => (
        <code key={name} class="permission">
          {name}
        </code>
      ))}
    </>
  )
}

function Identities({ page, sources }: AccountPage) {
  const { text } = page
  return (
    <section class="card">
      <h2>{text.identities}</h2>
      <p class="muted">{text.identitiesAdvice}</p>
      <ul class="rows">
        {sources.map(({ config, binding, canBind, canUnbind, isFollowed }) => (
          <li key={config.id} id={`source-${config.id}`}>
            <SourceIcon name={config.name} type={config.type} />
            <span class="grow">
              <strong>{config.name}</strong>
              <small>
                {binding
                  ? [binding.label, text.boundAt(dayOf(binding.boundAt, page))].filter(Boolean).join(' · ')
                  : config.enabled
                    ? text.notBound
                    : text.closed}
              </small>
              {binding && !canUnbind && <small>{isFollowed ? text.followed : text.onlyOne}</small>}
            </span>
            {canBind && (
              <Form page={page} action={`/account/bind/${config.id}`}>
                <button type="submit" aria-label={`${text.bind} ${config.name}`}>
                  {text.bind}
                </button>
              </Form>
            )}
            {canUnbind && <Unbind page={page} config={config} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Two clicks without a script: the first only shows the second, and what it will do. */
function Unbind({ page, config }: { page: Page; config: SourceConfig }) {
  const { text } = page
  return (
    <details class="ask">
      <summary class="button quiet" aria-label={`${text.unbind} ${config.name}`}>
        {text.unbind}
      </summary>
      <Form page={page} action={`/account/unbind/${config.id}`}>
        <p class="muted">{text.unbindAdvice}</p>
        <button type="submit" aria-label={`${text.unbindReally} ${config.name}`}>
          {text.unbindReally}
        </button>
      </Form>
    </details>
  )
}

interface PasswordCard {
  page: Page & { account: Account }
  isSet: boolean
  fault?: string
}

function Password({ page, isSet, fault }: PasswordCard) {
  const { text } = page
  return (
    <section class="card">
      <h2>{text.passwordTitle}</h2>
      <p class="muted">{isSet ? text.passwordSet : text.passwordUnset}</p>
      {fault && (
        <p class="notice error" role="alert" id="password-fault">
          {fault}
        </p>
      )}
      <Form page={page} action="/account/password" class="fields">
        {/* password managers file the new password under this name */}
        <input
          class="unseen"
          name="username"
          autocomplete="username"
          value={page.account.username}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        {isSet && (
          <label>
            {text.currentPassword}
            <input name="current" type="password" autocomplete="current-password" required />
          </label>
        )}
        <label>
          {text.newPassword}
          <input
            name="password"
            type="password"
            autocomplete="new-password"
            required
            minlength={12}
            aria-describedby={fault ? 'password-fault password-hint' : 'password-hint'}
          />
        </label>
        <small id="password-hint" class="muted">
          {text.newPasswordHint}
        </small>
        <button type="submit">{text.savePassword}</button>
      </Form>
    </section>
  )
}

function SessionList({ page, sessions, current }: AccountPage) {
  const { text } = page
  return (
    <section class="card">
      <h2>{text.sessions}</h2>
      <ul class="rows">
        {sessions.map(session => (
          <li key={session.hash}>
            <span class="grow">
              <strong>{browserName(session.userAgent) ?? text.unknownBrowser}</strong>{' '}
              {session.hash === current && <span class="tag">{text.thisSession}</span>}
              <small>
                {session.address} · {text.since(momentOf(session.createdAt, page))}
              </small>
            </span>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Form page={page} action="/signout">
          <input type="hidden" name="scope" value="others" />
          <button type="submit" class="quiet">
            {text.signOutOthers}
          </button>
        </Form>
      )}
    </section>
  )
}
