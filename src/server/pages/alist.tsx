import { Form, Layout, type Page } from './layout.tsx'

interface Handover {
  page: Page
  /** Of this answer's content policy. */
  nonce: string
  message: Readonly<Record<string, string>>
  /** The only origin that may read the message. */
  frontend: string
}

/** AList's pop-up: hands what it has to the page that opened it, if that is the front end, and closes. */
export function alistHandoverPage({ page, nonce, message, frontend }: Handover) {
  const script = `if (window.opener) {
  window.opener.postMessage(${inScript(message)}, ${inScript(frontend)})
  window.close()
}`
  return (
    <Layout page={page} title={page.text.handedOver}>
      <section class="card">
        <h1>{page.text.handedOver}</h1>
        <p>
          <a class="button" href={frontend}>
            {page.text.goOn}
          </a>
        </p>
      </section>
      {/* a script is no text: in it, what Preact writes for a quote would stay as it is */}
      <script nonce={nonce} dangerouslySetInnerHTML={{ __html: script }} />
    </Layout>
  )
}

/** A value as JavaScript in which HTML sees neither the end of the element nor a comment. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

interface BindProps {
  page: Page
  /** Of the source. */
  name: string
  frontend: string
}

/** Before a bind that a front end began: the address alone must not do it. */
export function alistBindPage({ page, name, frontend }: BindProps) {
  const { text, account } = page
  return (
    <Layout page={page} title={text.bind}>
      <section class="card">
        <h1>{text.bindTo(name, account?.username ?? '')}</h1>
        <Form page={page} action="/api/auth/sso">
          <input type="hidden" name="method" value="get_sso_id" />
          <input type="hidden" name="frontend" value={frontend} />
          <button type="submit">{text.bind}</button>
        </Form>
      </section>
    </Layout>
  )
}
