import { render } from 'preact'
import '../../ui/kit/kit.css'
import '../../evidence/screens/bundle.css'
import { BundlePage } from '../../evidence/screens/bundle-page.tsx'
import { BundleVisit } from '../../evidence/screens/bundle-visit.ts'
import { ownDigest } from '../../ui/capabilities.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { m } from '../../words/messages.js'

/** The page inside a bundle. It is opened from the disk, and asks nobody for anything. */
const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
document.title = m.evidence_page_title()
const visit = new BundleVisit(nobleCrypto(), ownDigest())
render(<BundlePage state={visit.state} acts={visit} />, root)
