import type { ComponentChildren } from 'preact'
import type { Locale } from '../../config/config.ts'
import type { Account } from '../../model.ts'
import { tokenField } from '../forms.ts'
import type { Text } from '../text/en.ts'
import { stylesheet } from './stylesheet.ts'

/** What every page is given. */
export interface Page {
  text: Text
  locale: Locale
  /** The file's `ui.title`. */
  place: string
  /** Path of `publicUrl`, without a slash at the end: the beginning of every link. */
  base: string
  /** The same for the stylesheet and the logo, where they are asked for under another name than the links lead to. */
  assets?: string
  /** Path of the file's `ui.logo`, below `base`. */
  logo?: string
  sandbox: boolean
  /** For the forms; absent on pages that have none. */
  token?: string
  account?: Account
}

interface LayoutProps {
  page: Page
  title: string
  /** Wide pages have columns on a desk. */
  wide?: boolean
  head?: ComponentChildren
  children: ComponentChildren
}

export function Layout({ page, title, wide, head, children }: LayoutProps) {
  const { assets = page.base } = page
  return (
    <html lang={page.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${page.place}`}</title>
        <link rel="stylesheet" href={assets + stylesheet.path} />
        <link rel="icon" href="data:," />
        {head}
      </head>
      <body>
        {page.sandbox && <aside class="sandbox">{page.text.sandbox}</aside>}
        <header class="top">
          <a class="place" href={`${page.base}/`}>
            {page.logo !== undefined && <img class="logo" src={assets + page.logo} alt="" />}
            <span>{page.place}</span>
          </a>
          {page.account && <Own page={page} account={page.account} />}
        </header>
        <main class={wide ? 'wide' : 'narrow'}>{children}</main>
      </body>
    </html>
  )
}

/** What belongs to who is signed in: their page, the administrators' pages, and the way out. */
function Own({ page, account }: { page: Page; account: Account }) {
  const { text, base } = page
  const name = account.displayName ?? account.username
  return (
    <div class="own">
      {account.role === 'admin' && <a href={`${base}/admin`}>{text.admin.title}</a>}
      <a class="who" href={`${base}/account`} aria-label={`${text.account}: ${name}`}>
        {name}
      </a>
      <Form page={page} action="/signout">
        <button type="submit" class="quiet">
          {text.signOut}
        </button>
      </Form>
    </div>
  )
}

interface FormProps {
  page: Page
  action: string
  class?: string
  children: ComponentChildren
}

/** A form that posts to us and carries the token that proves it is ours. */
export function Form({ page, action, class: className, children }: FormProps) {
  return (
    <form method="post" action={page.base + action} class={className}>
      <input type="hidden" name={tokenField} value={page.token} />
      {children}
    </form>
  )
}
