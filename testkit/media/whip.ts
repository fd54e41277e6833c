/** The resource that WHIP (RFC 9725) or WHEP made, and the answer to the offer. */
export type Negotiated = { readonly answer: string; readonly resource: URL }

/** Posts an offer as any WHIP or WHEP client does; `token` goes into the Authorization header as it is. */
export async function postOffer(url: string, offer: string, token?: string): Promise<Negotiated> {
  const response = await fetch(url, {
    method: 'POST', body: offer,
    headers: { 'content-type': 'application/sdp', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  })
  const answer = await response.text()
  if (response.status !== 201) throw new Error(`the offer was answered with ${response.status}: ${answer}`)
  const location = response.headers.get('location')
  if (location === null) throw new Error('201 without a Location')
  return { answer, resource: new URL(location, url) }
}
