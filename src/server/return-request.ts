/**
 * The vendor's return as a source may see it: on our own address, whatever Host header it came with. The parameters
 * are in its URL, also where they were posted; of a source that is always posted to they are the form.
 */
export function returnRequest(redirectUri: string, returned: URLSearchParams, posted = false): Request {
  if (posted) return new Request(redirectUri, { method: 'POST', body: returned })
  const url = new URL(redirectUri)
  for (const [name, value] of returned) url.searchParams.append(name, value)
  return new Request(url)
}
