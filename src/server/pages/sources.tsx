import type { SourceConfig } from '../../config/config.ts'
import { SourceIcon } from './icon.tsx'
import { Form, type Page } from './layout.tsx'

export interface SourceList {
  page: Page
  /** Sources that send the browser away, in the order they are shown. */
  redirects: readonly SourceConfig[]
  /** Sources that take a name and a password here. */
  passwords: readonly SourceConfig[]
  returnTo: string
  /** What was typed before, by source, so that only the password is typed again. */
  username?: Readonly<Record<string, string>>
  kept: Kept
  /** Id of the organisation whose page this is, empty where it asks for one: a form leads back to the same. */
  within?: string | undefined
}

/**
 * What every step carries on besides `returnTo`. `again`: they are signed in and have to prove it anew. `choose`: they
 * are past the silent sign-in.
 */
export type Kept = 'again' | 'choose'

/** The ways to sign in: buttons first, then the forms. */
export function Sources({ page, redirects, passwords, returnTo, username, kept, within }: SourceList) {
  const { text } = page
  const query = returnTo === `${page.base}/` ? '' : `?${new URLSearchParams({ returnTo })}`
  return (
    <>
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
          {within !== undefined && (
            <>
              <input type="hidden" name="organization" value={within} />
              <input type="hidden" name={kept} value="" />
            </>
          )}
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
    </>
  )
}
