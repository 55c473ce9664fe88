import type { AppConfig } from '../../config/config.ts'
import type { Account } from '../../model.ts'
import { longestWords } from '../apps/open-to.ts'
import { AppIcon } from './icon.tsx'
import { Layout, type Page } from './layout.tsx'

export interface PortalPage {
  page: Page & { account: Account }
  /** To be shown, in the file's order. */
  apps: readonly AppConfig[]
  /** How many there are for this person in all. */
  all: number
  /** What is looked for, as it was typed; empty: nothing in particular. */
  words: string
}

/** The apps that a person may open. */
export function portalPage({ page, apps, all, words }: PortalPage) {
  const { text, base } = page
  return (
    <Layout page={page} title={text.apps} wide>
      <div class="heading">
        <h1>{text.apps}</h1>
        {all > 0 && <Search page={page} words={words} />}
      </div>
      {words !== '' && (
        <p class="muted whole" role="status">
          {text.appsFound(apps.length, all)} <a href={`${base}/`}>{text.showAll}</a>
        </p>
      )}
      {all === 0 && <p class="muted whole">{text.noApps}</p>}
      <ul class="apps">
        {apps.map(({ id, name, description }) => (
          <li key={id}>
            <a href={`${base}/apps/${id}/start`} rel="nofollow">
              <AppIcon name={name} id={id} />
              <span>
                <strong>{name}</strong>
                {description !== undefined && <small>{description}</small>}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

function Search({ page, words }: Pick<PortalPage, 'page' | 'words'>) {
  const { text, base } = page
  return (
    <search>
      <form method="get" action={`${base}/`} class="search">
        <input
          type="search"
          name="q"
          value={words}
          aria-label={text.searchApps}
          placeholder={text.searchApps}
          maxLength={longestWords}
          autocomplete="off"
          enterkeyhint="search"
        />
        <button type="submit" class="quiet">
          {text.search}
        </button>
      </form>
    </search>
  )
}
