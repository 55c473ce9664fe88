import type { Match, Reason, Vouched } from '../../../accounts/grants.ts'
import type { AccountView } from '../../../accounts/view.ts'
import type { Account } from '../../../model.ts'
import type { SessionRecord } from '../../../storage/sessions.ts'
import type { Draft } from '../../admin/draft.ts'
import { browserName } from '../browser-name.ts'
import { Facts } from '../facts.tsx'
import { Form } from '../layout.tsx'
import { Moment } from '../moment.tsx'
import { ChangeForm } from './change-form.tsx'
import { AdminFrame, type Framed } from './frame.tsx'

export interface OneAccountPage extends Framed {
  view: AccountView
  /** As the store has it. */
  stored: Account
  matches: readonly Match[]
  vouched: readonly Vouched[]
  /** Names of a sum's bits. */
  namesOf: (sum: number) => readonly string[]
  /** All there are in the profile in force. */
  permissionNames: readonly string[]
  sessions: readonly SessionRecord[]
  notice?: { kind: 'info' | 'error'; sentence: string } | undefined
  /** What was filled in, and is not saved. */
  draft?: Draft
}

export function oneAccountPage(props: OneAccountPage) {
  const { page, view, notice } = props
  return (
    <AdminFrame page={page} tab="accounts" title={view.displayName ?? view.username}>
      {notice && (
        <p class={`notice whole ${notice.kind}`} role={notice.kind === 'error' ? 'alert' : 'status'}>
          {notice.sentence}
        </p>
      )}
      <Person {...props} />
      <Rights {...props} />
      <ChangeForm {...props} />
      <div class="column">
        <Identities {...props} />
        <Sessions {...props} />
      </div>
    </AdminFrame>
  )
}

function Person({ page, view }: OneAccountPage) {
  const { text, base } = page
  const { admin } = text
  const state = view.left ? admin.left(view.left.source) : view.disabled ? admin.disabled : admin.open
  const rows = [
    [text.username, <code>{view.username}</code>],
    [admin.id, <code>{view.id}</code>],
    [text.email, view.email],
    [text.phone, view.phone],
    [admin.state, state],
    [admin.password, view.hasPassword ? admin.passwordSet : admin.passwordNone],
    [admin.created, <Moment page={page} at={view.createdAt} />],
    [
      admin.lastSignIn,
      view.lastSignInAt === null ? admin.never : <Moment page={page} at={view.lastSignInAt} />,
    ],
  ] as const
  return (
    <section class="card">
      <h1>
        {view.displayName ?? view.username} <span class="tag">{text.role[view.role]}</span>
        {view.disabled && <span class="tag">{admin.disabled}</span>}
      </h1>
      <Facts rows={rows} />
      <p>
        <a href={`${base}/admin/audit?${new URLSearchParams({ account: view.id })}`}>{admin.auditOf}</a>
      </p>
      {view.disabled ? (
        <Form page={page} action={`/admin/accounts/${view.id}/enable`}>
          <button type="submit">{admin.enable}</button>
        </Form>
      ) : (
        <Ask
          page={page}
          label={admin.disable}
          advice={admin.disableAdvice}
          really={admin.disableReally}
          action={`/admin/accounts/${view.id}/disable`}
          back={`/admin/accounts/${view.id}`}
        />
      )}
    </section>
  )
}

interface AskProps extends Framed {
  label: string
  advice: string
  really: string
  action: string
  /** Where the page is as it was before the first click. */
  back: string
  /** Said to screen readers behind the label, where several of these are on a page. */
  of?: string
}

/** Two clicks without a script: the first only shows the second, and what it will do. */
function Ask({ page, label, advice, really, action, back, of = '' }: AskProps) {
  return (
    <details class="ask">
      <summary class="button quiet" aria-label={`${label} ${of}`.trim()}>
        {label}
      </summary>
      <Form page={page} action={action}>
        <p class="muted">{advice}</p>
        <button type="submit" aria-label={`${really} ${of}`.trim()}>
          {really}
        </button>
        <a class="button quiet" href={`${page.base}${back}`}>
          {page.text.admin.cancel}
        </a>
      </Form>
    </details>
  )
}

function Rights({ page, view, stored, matches, vouched, namesOf }: OneAccountPage) {
  const { text } = page
  const { admin } = text
  const isSet = stored.manualPermission !== null || stored.manualBaseDir !== null
  const gained = (match: Match) => [
    ...namesOf(match.grant.permission),
    ...match.grant.groups,
    ...(match.grant.baseDir === undefined ? [] : [match.grant.baseDir]),
  ]
  return (
    <section class="card">
      <h2>{admin.rights}</h2>
      <dl>
        <div>
          <dt>{text.permissions}</dt>
          <dd>
            <Codes names={view.permissions} none={text.noPermissions} />{' '}
            <span class="muted">{text.permissionSum(view.permission)}</span>
          </dd>
        </div>
        <div>
          <dt>{text.baseDir}</dt>
          <dd>
            <code>{view.baseDir}</code>
          </dd>
        </div>
        <div>
          <dt>{text.groups}</dt>
          <dd>
            <Codes names={view.groups} none={text.noPermissions} />
          </dd>
        </div>
      </dl>
      <h3>{admin.origins}</h3>
      <ul class="rows">
        {isSet && (
          <li>
            <span class="grow">{admin.setHere}</span>
          </li>
        )}
        <li>
          <span class="grow">
            <Codes names={[...namesOf(stored.givenPermission), stored.givenBaseDir]} />
            <small>{admin.given}</small>
          </span>
        </li>
        {vouched
          .filter(({ groups }) => groups.length > 0)
          .map(({ source, groups }) => (
            <li key={source}>
              <span class="grow">
                <Codes names={groups} />
                <small>{admin.says(source)}</small>
              </span>
            </li>
          ))}
        {vouched.map(
          ({ source, ifNamed }) =>
            ifNamed?.groups?.length && (
              <li key={`${source} public`}>
                <span class="grow">
                  <Codes names={ifNamed.groups} />
                  <small>{admin.saysInPublic(source)}</small>
                </span>
              </li>
            ),
        )}
        {matches.map(match => (
          <li key={`${match.grant.id} ${match.source}`}>
            <span class="grow">
              <Codes names={gained(match)} />
              <small>
                {[admin.grant(match.grant.id, match.source), ...match.because.map(inWords)].join(' · ')}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** In the words of the file. */
const inWords = (reason: Reason): string =>
  'not' in reason ? `not ${JSON.stringify(reason.not)}` : `${reason.key}: ${reason.value}`

function Codes({ names, none }: { names: readonly string[]; none?: string }) {
  return (
    <>
      {names.length === 0 && none}
      {names.map((name, index) => (
        // a group may be called like a permission
        <code key={String(index)} class="permission">
          {name}
        </code>
      ))}
    </>
  )
}

function Identities({ page, view }: OneAccountPage) {
  const { text } = page
  return (
    <section class="card">
      <h2>{text.admin.identities}</h2>
      {view.identities.length === 0 && <p class="muted">{text.admin.noIdentities}</p>}
      <ul class="rows">
        {view.identities.map(({ source, issuer, subject, boundAt }) => (
          <li key={source}>
            <span class="grow">
              <strong>{source}</strong>
              <small>
                <code>{subject}</code> · {issuer} · <Moment page={page} at={boundAt} />
              </small>
            </span>
            {(view.identities.length > 1 || view.disabled) && (
              <Ask
                page={page}
                label={text.unbind}
                advice={text.admin.unbindAdvice}
                really={text.unbindReally}
                action={`/admin/accounts/${view.id}/unbind/${source}`}
                back={`/admin/accounts/${view.id}`}
                of={source}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sessions({ page, view, sessions }: OneAccountPage) {
  const { text } = page
  return (
    <section class="card">
      <h2>{text.sessions}</h2>
      {sessions.length === 0 && <p class="muted">{text.admin.noSessions}</p>}
      <ul class="rows">
        {sessions.map(({ id, userAgent, source, address, createdAt }) => (
          <li key={id}>
            <span class="grow">
              <strong>{browserName(userAgent) ?? text.unknownBrowser}</strong>
              <small>
                {source} · {address} · <Moment page={page} at={new Date(createdAt).toISOString()} />
              </small>
            </span>
          </li>
        ))}
      </ul>
      {sessions.length > 0 && (
        <Form page={page} action={`/admin/accounts/${view.id}/sessions/end`}>
          <button type="submit" class="quiet">
            {text.admin.endSessions}
          </button>
        </Form>
      )}
    </section>
  )
}
