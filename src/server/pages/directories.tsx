import type { SourceConfig } from '../../config/config.ts'
import { type Report, reasonOf } from '../../directory/report.ts'
import type { Account } from '../../model.ts'
import { AdminFrame } from './admin/frame.tsx'
import { SourceIcon } from './icon.tsx'
import type { Page } from './layout.tsx'
import { Moment } from './moment.tsx'

export interface DirectoriesPage {
  page: Page & { account: Account }
  /** Newest first. */
  sources: readonly { config: SourceConfig; reports: readonly Report[] }[]
}

/** For administrators: how the reads of each followed directory went. */
export function directoriesPage({ page, sources }: DirectoriesPage) {
  const { text } = page
  return (
    <AdminFrame page={page} tab="directories" title={text.directories}>
      <h1 class="whole">{text.directories}</h1>
      {sources.length === 0 && <p class="muted">{text.noDirectories}</p>}
      {sources.map(({ config, reports }) => (
        <section class="card" key={config.id}>
          <h2 class="inline">
            <SourceIcon name={config.name} type={config.type} /> {config.name}
          </h2>
          {reports.length === 0 && <p class="muted">{text.notReadYet}</p>}
          <ul class="rows">
            {reports.map(report => (
              <Run key={report.startedAt} page={page} report={report} />
            ))}
          </ul>
        </section>
      ))}
    </AdminFrame>
  )
}

function Run({ page, report }: { page: Page; report: Report }) {
  const { text } = page
  const { startedAt, status, read, changes, leavers, problems } = report
  const reason = reasonOf(report)
  const others = reason === undefined ? problems : problems.slice(1)
  const more = [...leavers.map(({ name, directoryId }) => text.out(name ?? directoryId)), ...others]
  return (
    <li>
      <span class="grow">
        <strong>
          <Moment page={page} at={startedAt} />
        </strong>{' '}
        <span class="tag">{text.runStatus[status]}</span>
        {reason !== undefined && <small>{reason}</small>}
        <small>{text.runRead(read.departments, read.members)}</small>
        <small>{text.runChanges(changes)}</small>
        {more.length > 0 && (
          <details>
            <summary>{text.runDetails(more.length)}</summary>
            <ul>
              {more.map((line, index) => (
                // lines may be equal
                <li key={String(index)}>
                  <small>{line}</small>
                </li>
              ))}
            </ul>
          </details>
        )}
      </span>
    </li>
  )
}
