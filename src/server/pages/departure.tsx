import { Layout, type Page } from './layout.tsx'

/**
 * Sends the browser to a vendor after a form was posted. A redirect would do, but `form-action 'self'` forbids it to
 * leave our origin, and that rule is worth more than one page.
 */
export function departurePage({ page, name, url }: { page: Page; name: string; url: string }) {
  return (
    <Layout
      page={page}
      title={page.text.goingTo(name)}
      head={<meta http-equiv="refresh" content={`0;url=${url}`} />}
    >
      <section class="card">
        <h1>{page.text.goingTo(name)}</h1>
        <p>
          <a class="button" href={url} rel="noreferrer">
            {page.text.goOn}
          </a>
        </p>
      </section>
    </Layout>
  )
}
