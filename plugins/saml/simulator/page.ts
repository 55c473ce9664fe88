import { createHash } from 'node:crypto'
import { escaped } from './markup.ts'

const submit = 'document.forms[0].submit()'
const hash = createHash('sha256').update(submit).digest('base64')

/** Bindings §3.5.4: a page that posts the answer by itself, and by a button where scripts are off. */
export function postingPage(acsUrl: string, fields: Readonly<Record<string, string>>): Response {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  )
  const page = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>SANDBOX</title></head>
<body>
<p><strong>SANDBOX</strong> 正在返回 <span lang="en">Going back</span></p>
<form method="post" action="${escaped(acsUrl)}">${inputs.join('')}<button>继续 <span lang="en">Continue</span></button></form>
<script>${submit}</script>
</body>
</html>
`
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; script-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'`,
    },
  })
}
