import { Layout, type Page } from './layout.tsx'

interface PostingProps {
  page: Page
  /** Of this answer's content policy. */
  nonce: string
  /** Of the app. */
  name: string
  action: string
  fields: Readonly<Record<string, string>>
}

const script = "document.getElementById('post').submit()"

/** HTTP-POST of SAML (Bindings §3.5): sends itself, and has a button where scripts are off. */
export function postingPage({ page, nonce, name, action, fields }: PostingProps) {
  return (
    <Layout page={page} title={page.text.goingTo(name)}>
      <section class="card">
        <h1>{page.text.goingTo(name)}</h1>
        <form id="post" method="post" action={action}>
          {Object.entries(fields).map(([field, value]) => (
            <input type="hidden" name={field} value={value} />
          ))}
          <button type="submit">{page.text.goOn}</button>
        </form>
      </section>
      <script nonce={nonce} dangerouslySetInnerHTML={{ __html: script }} />
    </Layout>
  )
}
