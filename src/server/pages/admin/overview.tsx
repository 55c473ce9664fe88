import { reasonOf } from '../../../directory/report.ts'
import type { AuditView } from '../../admin/audit.ts'
import type { SourceView } from '../../admin/sources.ts'
import { Records } from './audit.tsx'
import { AdminFrame, type Framed } from './frame.tsx'

export interface OverviewPage extends Framed {
  accounts: { all: number; disabled: number }
  sessions: number
  sources: readonly SourceView[]
  apps: { all: number; open: number }
  latest: readonly AuditView[]
}

export function overviewPage({ page, accounts, sessions, sources, apps, latest }: OverviewPage) {
  const { text, base } = page
  const { counts } = text.admin
  const open = sources.filter(({ enabled }) => enabled)
  const ailing = open.filter(({ sync }) => sync?.lastRun && sync.lastRun.status !== 'complete')
  const rows = [
    ['/admin/accounts', counts.accounts(accounts.all, accounts.disabled)],
    ['/admin/sources', counts.sources(open.length, sources.length)],
    ['/admin/apps', counts.apps(apps.open, apps.all)],
  ] as const
  return (
    <AdminFrame page={page} tab="overview" title={text.admin.tabs.overview}>
      <section class="card">
        <h1>{text.admin.tabs.overview}</h1>
        <ul class="rows">
          {rows.map(([path, sentence]) => (
            <li key={path}>
              <a href={base + path}>{sentence}</a>
            </li>
          ))}
          <li>{counts.signedIn(sessions)}</li>
        </ul>
      </section>
      <section class="card">
        <h2>{text.admin.needsCare}</h2>
        {ailing.length === 0 && <p class="muted">{text.admin.allWell}</p>}
        <ul class="rows">
          {ailing.map(({ id, name, sync }) => (
            <li key={id}>
              <a href={`${base}/admin/directories`}>{name}</a>
              {sync?.lastRun && (
                <>
                  <span class="tag">{text.runStatus[sync.lastRun.status]}</span>
                  <small class="grow">{reasonOf(sync.lastRun)}</small>
                </>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section class="card whole">
        <h2>{text.admin.latest}</h2>
        <Records page={page} records={latest} />
      </section>
    </AdminFrame>
  )
}
