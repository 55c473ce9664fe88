import { Layout, type Page } from './layout.tsx'

/**
 * Sends the browser to a vendor or an app after a form was posted. A redirect would do, but `form-action 'self'` forbids
 * it and all that come after it to leave our origin, and that rule is worth more than one page.
 */
export function departurePage({ page, title, url }: { page: Page; title: string; url: string }) {
  return (
    <Layout page={page} title={title} head={<meta http-equiv="refresh" content={`0;url=${url}`} />}>
      <section class="card">
        <h1>{title}</h1>
        <p>
          <a class="button" href={url} rel="noreferrer">
            {page.text.goOn}
          </a>
        </p>
      </section>
    </Layout>
  )
}
