import { auditEvents } from '../../../storage/tables.ts'
import type { AuditPage, AuditQuestion, AuditView } from '../../admin/audit.ts'
import { Moment } from '../moment.tsx'
import { detailInWords } from './audit-detail.ts'
import { AdminFrame, type Framed, Paging } from './frame.tsx'

export interface AuditLogPage extends Framed {
  found: AuditPage
  /** As it was asked. */
  query: AuditQuestion
}

export function auditLogPage({ page, found, query }: AuditLogPage) {
  const { admin } = page.text
  return (
    <AdminFrame page={page} tab="audit" title={admin.tabs.audit}>
      <h1 class="whole">{admin.tabs.audit}</h1>
      <search class="whole">
        <form method="get" action={`${page.base}/admin/audit`} class="filter">
          <label>
            {admin.account}
            <input
              name="account"
              value={query.account}
              placeholder={admin.accountHint}
              maxLength={255}
              autocomplete="off"
            />
          </label>
          <label>
            {admin.event}
            <select name="event">
              <option value="">{admin.anyEvent}</option>
              {auditEvents.map(event => (
                <option key={event} value={event} selected={event === query.event}>
                  {admin.events[event]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {admin.since}
            <input type="date" name="since" value={query.since} />
          </label>
          <label>
            {admin.until}
            <input type="date" name="until" value={query.until} />
          </label>
          <button type="submit" class="quiet">
            {admin.show}
          </button>
        </form>
      </search>
      <section class="card whole">
        <Records page={page} records={found.records} />
      </section>
      <Paging page={page} path="/admin/audit" query={{ ...query }} next={found.next} />
    </AdminFrame>
  )
}

export function Records({ page, records }: Framed & { records: readonly AuditView[] }) {
  if (records.length === 0) return <p class="muted">{page.text.admin.noRecords}</p>
  return (
    <ul class="rows">
      {records.map(record => (
        <Record key={record.id} page={page} record={record} />
      ))}
    </ul>
  )
}

function Record({ page, record }: Framed & { record: AuditView }) {
  const { at, event, account, source, address, detail } = record
  return (
    <li>
      <span class="grow">
        <strong title={event}>{page.text.admin.events[event]}</strong>{' '}
        {account && (
          <a href={`${page.base}/admin/accounts/${account.id}`}>{account.username ?? account.id}</a>
        )}
        <small>
          <Moment page={page} at={at} />
          {source !== null && ` · ${source}`}
          {address !== null && ` · ${address}`}
        </small>
        {Object.keys(detail).length > 0 && <small>{detailInWords(page, record)}</small>}
      </span>
    </li>
  )
}
