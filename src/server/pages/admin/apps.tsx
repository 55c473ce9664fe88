import type { AccessKey } from '../../../apps/access.ts'
import type { AppView } from '../../admin/apps.ts'
import { AppIcon } from '../icon.tsx'
import { AdminFrame, type Framed } from './frame.tsx'
import { inLanguage } from './sources.tsx'

export function appsPage({ page, apps }: Framed & { apps: readonly AppView[] }) {
  const { admin } = page.text
  return (
    <AdminFrame page={page} tab="apps" title={admin.tabs.apps}>
      <h1 class="whole">{admin.tabs.apps}</h1>
      {apps.length === 0 && <p class="muted whole">{admin.noApps}</p>}
      {apps.map(app => (
        <App key={app.id} page={page} app={app} />
      ))}
    </AdminFrame>
  )
}

function App({ page, app }: Framed & { app: AppView }) {
  const { admin } = page.text
  const { id, type, name, description, enabled, allow, start } = app
  return (
    <section class="card">
      <div class="titled">
        <AppIcon name={name} id={id} />
        <div>
          <h2>
            {name} <span class="tag">{enabled ? admin.open : admin.closed}</span>
          </h2>
          <small>
            <code>{id}</code> · {type}
            {description !== null && ` · ${description}`}
          </small>
        </div>
      </div>
      <dl>
        <div>
          <dt>{admin.whoMay}</dt>
          <dd>
            <Allow page={page} allow={allow} />
          </dd>
        </div>
        <div>
          <dt>{admin.accessLink}</dt>
          <dd>{start === null ? admin.noStart : <a href={start}>{start}</a>}</dd>
        </div>
      </dl>
      <Steps page={page} steps={app.steps} />
    </section>
  )
}

function Allow({ page, allow }: Framed & Pick<AppView, 'allow'>) {
  const { admin } = page.text
  if (allow === 'everyone') return <>{admin.everyone}</>
  const lists = Object.entries(allow) as [AccessKey, readonly string[]][]
  if (lists.length === 0) return <>{admin.noList}</>
  return (
    <ul>
      {lists.map(([key, wanted]) => (
        <li key={key}>
          {wanted.length === 0 ? admin.emptyList : `${admin.allow[key]}: ${wanted.join(', ')}`}
        </li>
      ))}
    </ul>
  )
}

function Steps({ page, steps }: Framed & Pick<AppView, 'steps'>) {
  const { admin } = page.text
  const say = inLanguage(page.locale)
  if (steps.length === 0) return null
  return (
    <details>
      <summary>{admin.steps}</summary>
      <ol class="rows">
        {steps.map(({ place, field, value, note }, index) => (
          <li key={String(index)}>
            <span class="grow">
              <small>
                {index + 1}. {say(place)}
              </small>
              <strong>{say(field)}</strong>
              {value !== null && (
                <>
                  <br />
                  <code>{value}</code>
                </>
              )}
              {note && (
                <small>
                  {value === null && '← '}
                  {say(note)}
                </small>
              )}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}
