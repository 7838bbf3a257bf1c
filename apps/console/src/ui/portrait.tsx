import type { UserView } from '@minispod/contracts/account';

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');

interface PortraitProps {
  user: Pick<UserView, 'name' | 'avatar'>;
  className?: string | undefined;
}

/** A user's picture, or their initials; the name stands beside it. */
export function Portrait({ user: { name, avatar }, className }: PortraitProps) {
  return (
    <span className={className} aria-hidden>
      {avatar === null ? (
        initials(name)
      ) : (
        <img
          src={avatar}
          alt=""
          style={{ width: '100%', height: '100%', objectFit: 'cover', borderRadius: 'inherit' }}
        />
      )}
    </span>
  );
}
