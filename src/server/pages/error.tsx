import type { ErrorCode, Lacking } from '../../errors.ts'
import { Contact } from './contact.tsx'
import { Layout, type Page } from './layout.tsx'

/** The sentence of the code and the id that the log line repeats; nothing of the request. */
interface ErrorPage {
  page: Page
  code: ErrorCode
  id: string
  signedIn: boolean
  refusal?: Refusal | undefined
  /** Seconds until it is worth another try, where that is known. */
  wait?: number | undefined
  /** Whom to ask: the file's `ui.contact`. */
  contact?: string
}

/** An app that the person does not get into: by which lists of its `allow`, if by those. */
export interface Refusal {
  /** Its name. */
  app: string
  lacking: readonly Lacking[]
  /** True where none of its users can be called what the person would be. */
  unfit: boolean
}

export function errorPage({ page, code, id, signedIn, refusal, wait, contact }: ErrorPage) {
  const { text } = page
  const { title, advice: usual } = text.errors[code]
  const advice = wait === undefined ? usual : text.tryAgainIn(wait)
  // from an app people go back to the apps, from their own page to that
  const [path, words] = refusal
    ? ['/', text.backToApps]
    : signedIn
      ? ['/account', text.backToAccount]
      : ['/signin?choose', text.back]
  return (
    <Layout page={page} title={title}>
      <ErrorCard {...{ page, title, advice, id, refusal, contact }} back={{ path, words }} />
    </Layout>
  )
}

interface ErrorCardProps extends Pick<ErrorPage, 'page' | 'id' | 'refusal'> {
  title: string
  advice: string
  contact?: string | undefined
  back: { path: string; words: string }
}

export function ErrorCard({ page, title, advice, id, refusal, contact, back }: ErrorCardProps) {
  const { text, base } = page
  return (
    <section class="card whole">
      <h1>{title}</h1>
      {refusal && <Reasons page={page} {...refusal} />}
      <p>{advice}</p>
      {contact !== undefined && (
        <p>
          {text.contact} <Contact to={contact} />
        </p>
      )}
      <p class="id">
        {text.errorId} <code>{id}</code>
      </p>
      <p>
        <a class="button" href={base + back.path}>
          {back.words}
        </a>
      </p>
    </section>
  )
}

function Reasons({ page, app, lacking, unfit }: Refusal & { page: Page }) {
  return (
    <div>
      <p>
        <strong>{app}</strong>
      </p>
      {lacking.map(({ key, wanted }) => (
        <p key={key}>{page.text.lacking[key](wanted)}</p>
      ))}
      {unfit && <p>{page.text.unfitName}</p>}
    </div>
  )
}
