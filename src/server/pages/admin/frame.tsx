import type { ComponentChildren } from 'preact'
import type { Account } from '../../../model.ts'
import { Layout, type Page } from '../layout.tsx'

export type AdminPage = Page & { account: Account }

/** What every page of administrators is given. */
export interface Framed {
  page: AdminPage
}

/** The pages, by their addresses. */
const tabs = {
  overview: '/admin',
  accounts: '/admin/accounts',
  sources: '/admin/sources',
  directories: '/admin/directories',
  apps: '/admin/apps',
  audit: '/admin/audit',
} as const

interface FrameProps extends Framed {
  /** Absent where something went wrong. */
  tab?: keyof typeof tabs
  title: string
  children: ComponentChildren
}

export function AdminFrame({ page, tab, title, children }: FrameProps) {
  const { text, base } = page
  const names = { ...text.admin.tabs, directories: text.directories }
  return (
    <Layout page={page} title={`${title} · ${text.admin.title}`} wide>
      <nav class="tabs whole" aria-label={text.admin.title}>
        <ul>
          {(Object.keys(tabs) as (keyof typeof tabs)[]).map(name => (
            <li key={name}>
              <a href={base + tabs[name]} aria-current={name === tab ? 'page' : undefined}>
                {names[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </Layout>
  )
}

/** The way on, where there is one, and back to the beginning. */
export function Paging({
  page,
  path,
  query,
  next,
}: Framed & { path: string; query: Readonly<Record<string, string | undefined>>; next: string | null }) {
  const { text, base } = page
  const { after, ...same } = query
  const to = (more: Record<string, string>) =>
    `${base}${path}?${new URLSearchParams({ ...told(same), ...more })}`
  if (next === null && after === undefined) return null
  return (
    <p class="paging whole">
      {after !== undefined && <a href={to({})}>{text.admin.first}</a>}
      {next !== null && (
        <a href={to({ after: next })} rel="next">
          {text.admin.next}
        </a>
      )}
    </p>
  )
}

const told = (query: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
