import type { SourceConfig } from '../../config/config.ts'
import { SourceIcon } from './icon.tsx'
import { Form, Layout, type Page } from './layout.tsx'

export interface SignInPage {
  page: Page
  /** Sources that send the browser away, in the file's order. */
  redirects: readonly SourceConfig[]
  /** Sources that take a name and a password here. */
  passwords: readonly SourceConfig[]
  returnTo: string
  /** Said above the buttons. */
  notice?: { kind: 'info' | 'error'; sentence: string }
  /** What was typed before, by source, so that only the password is typed again. */
  username?: Readonly<Record<string, string>>
}

export function signInPage({ page, redirects, passwords, returnTo, notice, username }: SignInPage) {
  const { text } = page
  const query = returnTo === `${page.base}/` ? '' : `?${new URLSearchParams({ returnTo })}`
  return (
    <Layout page={page} title={text.signIn}>
      <section class="card">
        <h1>{text.signInTo(page.place)}</h1>
        {notice && (
          <p class={`notice ${notice.kind}`} role={notice.kind === 'error' ? 'alert' : 'status'}>
            {notice.sentence}
          </p>
        )}
        {redirects.length + passwords.length === 0 && <p>{text.noSources}</p>}
        {redirects.length > 0 && (
          <ul class="sources">
            {redirects.map(source => (
              <li key={source.id}>
                <a href={`${page.base}/auth/${source.id}${query}`} rel="nofollow">
                  <SourceIcon name={source.name} type={source.type} />
                  <span>
                    <strong>{source.name}</strong>
                    <small>{source.description ?? text.signInWith(source.name)}</small>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        )}
        {redirects.length > 0 && passwords.length > 0 && <p class="or">{text.or}</p>}
        {passwords.map(source => (
          <Form key={source.id} page={page} action={`/auth/${source.id}/password`} class="fields">
            <h2>{source.description ?? source.name}</h2>
            <input type="hidden" name="returnTo" value={returnTo} />
            <label>
              {text.username}
              <input
                name="username"
                autocomplete="username"
                autocapitalize="none"
                spellcheck={false}
                required
                value={username?.[source.id]}
              />
            </label>
            <label>
              {text.password}
              <input name="password" type="password" autocomplete="current-password" required />
            </label>
            <button type="submit">{text.signIn}</button>
          </Form>
        ))}
      </section>
    </Layout>
  )
}
