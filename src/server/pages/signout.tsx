import { Form, Layout, type Page } from './layout.tsx'

interface SignOut {
  page: Page
  /** Where the agreement goes. */
  action: string
  /** What the app asked for, to be judged again when the person has agreed. */
  asked: Readonly<Record<string, string>>
}

/** Another site has sent somebody here to be signed out: it takes their own click. */
export function signOutPage({ page, action, asked }: SignOut) {
  const { text } = page
  return (
    <Layout page={page} title={text.signOut}>
      <section class="card">
        <h1>{text.signOutQuestion}</h1>
        <p>{text.signOutMeans}</p>
        <Form page={page} action={action}>
          {Object.entries(asked).map(([field, value]) => (
            <input key={field} type="hidden" name={field} value={value} />
          ))}
          <button type="submit">{text.signOut}</button>
        </Form>
        <p>
          <a class="button quiet" href={`${page.base}/`}>
            {text.staySignedIn}
          </a>
        </p>
      </section>
    </Layout>
  )
}
