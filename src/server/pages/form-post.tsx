import { Layout, type Page } from './layout.tsx'

interface FormPost {
  page: Page
  /** Of this answer's content policy. */
  nonce: string
  /** Of the app. */
  name: string
  action: string
  fields: Readonly<Record<string, string>>
}

/** OAuth 2.0 Form Post Response Mode: the browser posts the answer to the app, by itself or by a click. */
export function formPostPage({ page, nonce, name, action, fields }: FormPost) {
  return (
    <Layout page={page} title={page.text.goingTo(name)}>
      <section class="card">
        <h1>{page.text.goingTo(name)}</h1>
        <form method="post" action={action}>
          {Object.entries(fields).map(([field, value]) => (
            <input key={field} type="hidden" name={field} value={value} />
          ))}
          <button type="submit">{page.text.goOn}</button>
        </form>
      </section>
      <script nonce={nonce} dangerouslySetInnerHTML={{ __html: 'document.forms[0].submit()' }} />
    </Layout>
  )
}
