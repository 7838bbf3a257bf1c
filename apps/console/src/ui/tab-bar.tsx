import type { ReactNode } from 'react';
import classes from './tab-bar.module.css';

/** The class of a link within; the current one carries `aria-current`. */
export const TAB: string | undefined = classes.tab;

/** Parts of one page, each with an address of its own; scrolls sideways where it does not fit. */
export function TabBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className={classes.bar}>
      {children}
    </nav>
  );
}
