import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A self-signed certificate for tests of https, valid until 2126 for `class.example.org`,
 * `localhost` and `127.0.0.1`. Its key is public by standing here: nothing trusts it, and a browser
 * takes it only when told to ignore certificate errors.
 */
export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBvzCCAWagAwIBAgIUXhhlWTPqnPbeiNA2HIyAgcJA6s8wCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRTGVjdGVybiB0ZXN0IG9ubHkwIBcNMjYxMTIyMDE0MjM3WhgP
MjEyNjEwMjkwMTQyMzdaMBwxGjAYBgNVBAMMEUxlY3Rlcm4gdGVzdCBvbmx5MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEwmyVa+BJ5sEPlKBYpzvIV3DJZ2XNRA0u
fXFWuoQ2J0zlyQT27rvaQAS1yq7q2/2aKtt7UjQ+BA82e6RJyuIfHKOBgzCBgDAd
BgNVHQ4EFgQU3h/6K3pfTNneVgkmsxuPEfdeeyEwHwYDVR0jBBgwFoAU3h/6K3pf
TNneVgkmsxuPEfdeeyEwDwYDVR0TAQH/BAUwAwEB/zAtBgNVHREEJjAkghFjbGFz
cy5leGFtcGxlLm9yZ4IJbG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMCA0cAMEQC
IHeLllim/kQAxI+I/TCv/HaxrLA22E+UN6D3ytqXGHkuAiAM4DaXM8q4ba+PJPqZ
QiRzBAZZ17bSAovql9utWuxT2g==
-----END CERTIFICATE-----
`
export const TEST_CERTIFICATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBtbL/o/9CEP87p0U
V1shTHKdQX3101BlfxNq8y05cs2hRANCAATCbJVr4EnmwQ+UoFinO8hXcMlnZc1E
DS59cVa6hDYnTOXJBPbuu9pABLXKrurb/Zoq23tSND4EDzZ7pEnK4h8c
-----END PRIVATE KEY-----
`
/** A key that belongs to no certificate. */
export const OTHER_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYQ+ayGpJuoC5509D
6MNqaElHKxNaXXjPyhz9t04dU3OhRANCAASRcfQ9A/WfQQcJkkS3nQLAuROh5SNY
haJpPrK88T2cfyNdcr+N4FG6hJhRLwR+4n8dsvUMU1SUhjSXFmMqHer/
-----END PRIVATE KEY-----
`

/** Puts certificate and key into `folder`, as `--cert` and `--key` want them. */
export function writeTestCertificate(folder: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  writeFileSync(cert, TEST_CERTIFICATE)
  writeFileSync(key, TEST_CERTIFICATE_KEY)
  return { cert, key }
}
