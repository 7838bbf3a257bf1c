import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './shell.module.css';

export function Logo() {
  return (
    <Link to="/" className={classes.logo} aria-label="MinisPod">
      <svg viewBox="0 0 32 32" width={30} height={30} aria-hidden>
        <rect width="32" height="32" rx="9" fill="var(--mantine-color-tide-7)" />
        <path
          d="M8 22v-7.2a4 4 0 0 1 8 0V22m0-7.2a4 4 0 0 1 8 0V22"
          fill="none"
          stroke="#fff"
          strokeWidth="3"
          strokeLinecap="round"
        />
      </svg>
      <Text component="span" inherit visibleFrom="xs">
        MinisPod
      </Text>
    </Link>
  );
}
