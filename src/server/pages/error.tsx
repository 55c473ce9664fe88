import type { ErrorCode } from '../../errors.ts'
import { Layout, type Page } from './layout.tsx'

/** The sentence of the code and the id that the log line repeats; nothing of the request. */
interface ErrorPage {
  page: Page
  code: ErrorCode
  id: string
  signedIn: boolean
}

export function errorPage({ page, code, id, signedIn }: ErrorPage) {
  const { title, advice } = page.text.errors[code]
  return (
    <Layout page={page} title={title}>
      <section class="card">
        <h1>{title}</h1>
        <p>{advice}</p>
        <p class="id">
          {page.text.errorId} <code>{id}</code>
        </p>
        <p>
          <a class="button" href={page.base + (signedIn ? '/account' : '/signin?choose')}>
            {signedIn ? page.text.backToAccount : page.text.back}
          </a>
        </p>
      </section>
    </Layout>
  )
}
