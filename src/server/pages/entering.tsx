import { Layout, type Page } from './layout.tsx'

/** Before an app is opened at the word of another site: it takes a click on a page of ours. */
export function enteringPage({ page, name, url }: { page: Page; name: string; url: string }) {
  return (
    <Layout page={page} title={page.text.enterReally(name)}>
      <section class="card">
        <h1>{page.text.enterReally(name)}</h1>
        <p>{page.text.enterAdvice}</p>
        <p>
          <a class="button" href={url}>
            {page.text.enter}
          </a>
        </p>
      </section>
    </Layout>
  )
}
