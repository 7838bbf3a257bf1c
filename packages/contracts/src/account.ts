import { z } from 'zod';
import { nameSchema } from './names.js';
import { GivenPasswordSchema, NewPasswordSchema } from './password.js';
import { PhoneSchema } from './phone.js';
import { IdSchema, LOCALES, TimeSchema } from './shared.js';

export const ROLES = ['USER', 'ADMINISTRATOR', 'SUPER_ADMINISTRATOR'] as const;
export type Role = (typeof ROLES)[number];

export const USER_STATUSES = ['PENDING_VERIFICATION', 'ACTIVE', 'SUSPENDED', 'DELETED'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

const EmailSchema = z
  .string()
  .trim()
  .max(254)
  .transform((text) => text.toLowerCase())
  .pipe(z.email('This is not an e-mail address'));

const NameSchema = nameSchema(100, 'Please tell us your name');

export const RegisterInput = z.strictObject({
  name: NameSchema,
  email: EmailSchema,
  password: NewPasswordSchema,
  phone: PhoneSchema.optional(),
  locale: z.enum(LOCALES).optional(),
});
export type RegisterInput = z.infer<typeof RegisterInput>;

export const LoginInput = z.strictObject({
  email: EmailSchema,
  password: GivenPasswordSchema,
  totp: z.string().max(20).optional(),
});
export type LoginInput = z.infer<typeof LoginInput>;

/** The console leaves it out: its refresh token travels in an httpOnly cookie. */
export const RefreshInput = z.strictObject({ refreshToken: z.string().min(1).max(500).optional() });

export const UpdateProfileInput = z.strictObject({
  name: NameSchema.optional(),
  phone: PhoneSchema.nullable().optional(),
  locale: z.enum(LOCALES).optional(),
});
export type UpdateProfileInput = z.infer<typeof UpdateProfileInput>;

export const AVATAR_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type AvatarType = (typeof AVATAR_TYPES)[number];
/** Bytes. */
export const MAXIMUM_AVATAR = 256 * 1024;
export const AvatarInput = z.strictObject({ id: IdSchema });

export const UserView = z.object({
  id: IdSchema,
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  role: z.enum(ROLES),
  status: z.enum(USER_STATUSES),
  /** Path of the picture on this server, another with each picture; null: show the initials. */
  avatar: z.string().nullable(),
  locale: z.enum(LOCALES),
  createdAt: TimeSchema,
});
export type UserView = z.infer<typeof UserView>;

export const SessionView = z.object({
  user: UserView,
  accessToken: z.string(),
  refreshToken: z.string(),
  /** When the access token ends. */
  expiresAt: TimeSchema,
});
export type SessionView = z.infer<typeof SessionView>;
