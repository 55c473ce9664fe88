import type { Organization } from '../../config/config.ts'
import { longestTyped } from '../organizations.ts'
import { Contact } from './contact.tsx'
import { Form, Layout } from './layout.tsx'
import { type SourceList, Sources } from './sources.tsx'

export interface SignInPage extends Omit<SourceList, 'within'> {
  /** Said above everything else. */
  notice?: Notice | undefined
  /** Whose sources these are. */
  organization?: Organization
  /** There are sources that belong to no organisation, and this page has them not. */
  hasOthers?: boolean
  /** The page asks for the organisation; the sources are those that belong to none. */
  question?: Question
}

interface Notice {
  kind: 'info' | 'error'
  sentence: string
  /** Whom to ask: the file's `ui.contact`. */
  contact?: string
}

interface Question {
  /** What was typed before. */
  typed?: string
  /** The notice says that there is no such organisation. */
  isUnknown: boolean
}

export function signInPage(props: SignInPage) {
  const { page, notice, organization, question, redirects, passwords } = props
  const { text } = page
  const count = redirects.length + passwords.length
  return (
    <Layout page={page} title={text.signIn}>
      <section class="card">
        <h1>{text.signInTo(page.place)}</h1>
        {notice && (
          <p id="notice" class={`notice ${notice.kind}`} role={notice.kind === 'error' ? 'alert' : 'status'}>
            {notice.sentence}
            {notice.contact !== undefined && (
              <span class="whom">
                {text.contact} <Contact to={notice.contact} />
              </span>
            )}
          </p>
        )}
        {organization && <Chosen {...props} organization={organization} />}
        {question && <Ask {...props} question={question} />}
        {question && count > 0 && <p class="or">{text.or}</p>}
        {!question && count === 0 && <p>{text.noSources}</p>}
        <Sources {...props} within={organization?.id ?? (question && '')} />
        {organization && props.hasOthers && (
          <p class="others">
            <a href={otherAddress(props)}>{text.otherWays}</a>
          </p>
        )}
      </section>
    </Layout>
  )
}

/** The question, with the sources that belong to none. */
const otherAddress = ({ page, returnTo, kept }: SignInPage) =>
  `${page.base}/signin?${new URLSearchParams({ organization: '', [kept]: '', returnTo })}`

function Chosen({ organization, ...props }: SignInPage & { organization: Organization }) {
  return (
    <p class="belongs">
      <strong>{organization.name}</strong>
      <a href={otherAddress(props)}>{props.page.text.otherOrganization}</a>
    </p>
  )
}

function Ask({ page, question, returnTo, kept }: SignInPage & { question: Question }) {
  const { text } = page
  return (
    <Form page={page} action="/signin" class="fields">
      <input type="hidden" name="returnTo" value={returnTo} />
      <input type="hidden" name={kept} value="" />
      <label>
        {text.organization}
        <input
          name="organization"
          autocomplete="email"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={longestTyped}
          value={question.typed}
          aria-invalid={question.isUnknown || undefined}
          aria-describedby={question.isUnknown ? 'notice hint' : 'hint'}
        />
      </label>
      <small id="hint">{text.organizationHint}</small>
      <button type="submit">{text.goOn}</button>
    </Form>
  )
}
