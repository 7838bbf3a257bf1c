import { type ReactNode, useLayoutEffect, useRef } from 'react';
import classes from './tab-bar.module.css';

/** The class of a link within; the current one carries `aria-current`. */
export const TAB: string | undefined = classes.tab;

/** Parts of one page, each with an address of its own; scrolls sideways where it does not fit. */
export function TabBar({ label, children }: { label: string; children: ReactNode }) {
  const bar = useRef<HTMLElement>(null);
  // Where they do not all fit, the current one is in sight; only the bar itself is moved for it.
  useLayoutEffect(() => {
    const current = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (!bar.current || !current) return;
    bar.current.scrollLeft = current.offsetLeft - (bar.current.clientWidth - current.offsetWidth) / 2;
  });
  return (
    <nav ref={bar} aria-label={label} className={classes.bar}>
      {children}
    </nav>
  );
}
