import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '@minispod/contracts/account';
import type { Reader } from '@minispod/database/transaction';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

export interface SessionSettings {
  /** Signs access tokens (HS256). */
  accessKey: KeyObject;
  accessSeconds: number;
  /** Keys the stored hashes of refresh tokens: a stolen table is of no use, and a new key ends every session. */
  refreshKey: KeyObject;
  refreshSeconds: number;
}

/** Who is calling, and by which login (a family of refresh tokens). */
export interface AccessSession {
  userId: string;
  familyId: string;
  role: Role;
  /** When the access token ends that was shown. */
  expiresAt: Date;
}

export type AccessClaims = Omit<AccessSession, 'role'>;

const ISSUER = 'minispod';

/** Secrets as configured; lifetimes in seconds. */
export function sessionSettings(settings: {
  jwtSecret: string;
  refreshSecret: string;
  accessSeconds: number;
  refreshSeconds: number;
}): SessionSettings {
  const { jwtSecret, refreshSecret, accessSeconds, refreshSeconds } = settings;
  return {
    accessKey: createSecretKey(Buffer.from(jwtSecret)),
    refreshKey: createSecretKey(Buffer.from(refreshSecret)),
    accessSeconds,
    refreshSeconds,
  };
}

/** A JWT that says who and which login, not what they may do: role and status are looked up when it is used. */
export function signAccessToken(
  { accessKey }: SessionSettings,
  { userId, familyId, expiresAt }: AccessClaims,
  issuedAt: Date,
): Promise<string> {
  return new SignJWT({ sid: familyId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setSubject(userId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(accessKey);
}

const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.int() });

/** Null for anything but a token that we signed and that has not expired. */
export async function readAccessToken(
  { accessKey }: SessionSettings,
  token: string,
  now: Date,
): Promise<AccessClaims | null> {
  try {
    const { payload } = await jwtVerify(token, accessKey, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      currentDate: now,
    });
    const { sub, sid, exp } = Claims.parse(payload);
    return { userId: sub, familyId: sid, expiresAt: new Date(exp * 1000) };
  } catch {
    return null;
  }
}

/** Null once the login was ended or its user suspended or deleted. */
export async function findSession(reader: Reader, claims: AccessClaims): Promise<AccessSession | null> {
  const [user]: { role: Role }[] = await reader.query(
    `SELECT role FROM users u
      WHERE id = $1 AND status IN ('ACTIVE', 'PENDING_VERIFICATION')
        AND EXISTS (SELECT FROM refresh_tokens WHERE family_id = $2 AND user_id = u.id AND revoked_at IS NULL)`,
    [claims.userId, claims.familyId],
  );
  return user ? { ...claims, role: user.role } : null;
}

/** Those of these logins that have not ended and whose user may log in. */
export async function livingFamilies(reader: Reader, familyIds: string[]): Promise<Set<string>> {
  const living: { id: string }[] = await reader.query(
    `SELECT DISTINCT family_id AS id FROM refresh_tokens JOIN users u ON u.id = user_id
      WHERE family_id = ANY($1) AND revoked_at IS NULL AND u.status IN ('ACTIVE', 'PENDING_VERIFICATION')`,
    [familyIds],
  );
  return new Set(living.map(({ id }) => id));
}

const keyed = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest('base64url');

/** Names an account in logs, alerts and counters without its e-mail address. */
export function accountDigest({ refreshKey }: SessionSettings, email: string): string {
  return keyed(refreshKey, `account\n${email}`).slice(0, 22);
}

/** What a browser keeps once it has been logged in to an account: proof of that and of nothing else. */
export function makeDeviceToken({ refreshKey }: SessionSettings, email: string): string {
  const device = randomBytes(16).toString('base64url');
  return `${device}.${keyed(refreshKey, `device\n${email}\n${device}`)}`;
}

/** The device that the token names; null when we did not give it out for this account. */
export function readDeviceToken(
  { refreshKey }: SessionSettings,
  email: string,
  token: string,
): string | null {
  const [device = '', given = ''] = token.split('.');
  const expected = Buffer.from(keyed(refreshKey, `device\n${email}\n${device}`));
  const isOurs = given.length === expected.length && timingSafeEqual(Buffer.from(given), expected);
  return isOurs ? device : null;
}

/** 256 random bits: nothing to guess, so a fast keyed hash protects it at rest. */
export function makeRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashRefreshToken({ refreshKey }: SessionSettings, token: string): string {
  return createHmac('sha256', refreshKey).update(token).digest('hex');
}
