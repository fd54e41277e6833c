/**
 * Property tests draw anew each time, so that they keep looking. What decides whether a change lands must answer the same
 * twice: `PROPERTY_SEED` fixes what is drawn.
 */
const seed = process.env['PROPERTY_SEED']
if (seed !== undefined) (await import('fast-check')).default.configureGlobal({ seed: Number(seed) })
