/**
 * The vendor's return as a source may see it: on our own address, whatever Host header it came with, and with the
 * parameters in its URL, also where they were posted.
 */
export function returnRequest(redirectUri: string, returned: URLSearchParams): Request {
  const url = new URL(redirectUri)
  for (const [name, value] of returned) url.searchParams.append(name, value)
  return new Request(url)
}
