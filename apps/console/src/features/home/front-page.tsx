import { lazy, Suspense } from 'react';
import { useUser } from '../../app/session.js';

const HomePage = lazy(() => import('./home-page.js').then((file) => ({ default: file.HomePage })));
const LandingPage = lazy(() =>
  import('../catalog/landing-page.js').then((file) => ({ default: file.LandingPage })),
);

/** The same address greets visitors with the catalog and customers with what is theirs. */
export function FrontPage() {
  return <Suspense>{useUser() ? <HomePage /> : <LandingPage />}</Suspense>;
}
