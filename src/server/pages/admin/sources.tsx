import type { Locale } from '../../../config/config.ts'
import { reasonOf } from '../../../directory/report.ts'
import type { Probe, Words } from '../../../plugin.ts'
import type { SourceView } from '../../admin/sources.ts'
import { SourceIcon } from '../icon.tsx'
import { Form } from '../layout.tsx'
import { Moment } from '../moment.tsx'
import { AdminFrame, type Framed } from './frame.tsx'

export interface SourcesPage extends Framed {
  sources: readonly SourceView[]
  /** Ids of those that have something to check. */
  checkable: ReadonlySet<string>
  /** What a check that was asked for has found. */
  checked?: { name: string; probes: readonly Probe[] }
  /** A check was asked for, and the person had to sign in again first. */
  again?: boolean
}

export function sourcesPage({ page, sources, checkable, checked, again = false }: SourcesPage) {
  const { text } = page
  const { admin } = text
  return (
    <AdminFrame page={page} tab="sources" title={admin.tabs.sources}>
      <h1 class="whole">{admin.tabs.sources}</h1>
      {again && (
        <p class="notice whole info" role="status">
          {admin.done.again}
        </p>
      )}
      {checked && <Checked page={page} {...checked} />}
      <section class="card whole">
        <ul class="rows">
          {sources.map(source => (
            <Row
              key={source.id}
              page={page}
              source={source}
              isCheckable={source.enabled && checkable.has(source.id)}
            />
          ))}
        </ul>
      </section>
    </AdminFrame>
  )
}

function Row({ page, source, isCheckable }: Framed & { source: SourceView; isCheckable: boolean }) {
  const { text } = page
  const { admin } = text
  const { id, type, name, enabled, sync, events } = source
  const reason = sync?.lastRun ? reasonOf(sync.lastRun) : undefined
  return (
    <li>
      <SourceIcon name={name} type={type} />
      <span class="grow">
        <strong>{name}</strong> <code>{id}</code>{' '}
        <span class="tag">{enabled ? admin.open : admin.closed}</span>
        <small>{sync ? admin.everyHours(sync.everySeconds / 3600) : admin.noSync}</small>
        {sync?.lastRun && (
          <small>
            <Moment page={page} at={sync.lastRun.startedAt} /> · {text.runStatus[sync.lastRun.status]} ·{' '}
            {text.runChanges(sync.lastRun.changes)}
          </small>
        )}
        {reason !== undefined && <small>{reason}</small>}
        {sync && !sync.lastRun && <small>{text.notReadYet}</small>}
        {events && (
          <small>
            {events.lastAt === null ? (
              admin.pushedNever
            ) : (
              <>
                {admin.lastEvent} <Moment page={page} at={events.lastAt} /> · {admin.waiting(events.waiting)}
              </>
            )}
          </small>
        )}
      </span>
      {isCheckable && (
        <Form page={page} action={`/admin/sources/${id}/check`}>
          <button type="submit" class="quiet" aria-label={`${admin.check}: ${name}`}>
            {admin.check}
          </button>
        </Form>
      )}
    </li>
  )
}

function Checked({ page, name, probes }: Framed & NonNullable<SourcesPage['checked']>) {
  const { admin } = page.text
  const say = inLanguage(page.locale)
  return (
    <section class="card whole" role="status">
      <h2>{admin.checkOf(name)}</h2>
      {probes.length === 0 && <p class="muted">{admin.checkNothing}</p>}
      <ul class="rows">
        {probes.map((probe, index) => (
          // two steps may have one name
          <li key={String(index)}>
            <span class="grow">
              <strong>{say(probe.name)}</strong> <span class="tag">{admin.probe[probe.state]}</span>
              {probe.found !== undefined && <small>{probe.found}</small>}
              {probe.state === 'bad' && probe.mend && <small>→ {say(probe.mend)}</small>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export const inLanguage =
  (locale: Locale) =>
  (words: Words): string =>
    locale === 'en' ? words.en : words.zh
