import { inAppScript } from './in-app-script.ts'
import { Layout, type Page } from './layout.tsx'

interface InAppProps {
  page: Page
  /** Of this answer's content policy. */
  nonce: string
  /** Address of the vendor's script. */
  library: string
  askForCode: string
  parameters: Readonly<Record<string, string>>
  /** Where the code goes, below `page.base`. */
  action: string
  state: string
  /** Where to go without a code. */
  otherwise: string
}

/** Seen for a moment: asks the app around it for a code and posts that. The only page with a script. */
export function inAppPage({ page, nonce, askForCode, state, otherwise, ...given }: InAppProps) {
  return (
    <Layout page={page} title={page.text.signingIn}>
      <section class="card">
        <h1>{page.text.signingIn}</h1>
        <noscript>
          <a class="button" href={otherwise}>
            {page.text.goOn}
          </a>
        </noscript>
      </section>
      <form
        id="in-app"
        method="post"
        action={page.base + given.action}
        data-library={given.library}
        data-parameters={JSON.stringify(given.parameters)}
        data-otherwise={otherwise}
      >
        <input type="hidden" name="state" value={state} />
        <input type="hidden" name="code" />
      </form>
      {/* a script is no text: in it, what Preact writes for a quote would stay as it is */}
      <script nonce={nonce} dangerouslySetInnerHTML={{ __html: inAppScript(askForCode) }} />
    </Layout>
  )
}
