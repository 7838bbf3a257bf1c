import { Suspense } from 'react';
import { lazyPage } from '../../app/lazy-page.js';
import { useUser } from '../../app/session.js';
import { needTexts } from '../../texts/locale.js';

const HomePage = lazyPage(async () => {
  const [file] = await Promise.all([import('./home-page.js'), needTexts('customer')]);
  return { default: file.HomePage };
});
const LandingPage = lazyPage(() =>
  import('../catalog/landing-page.js').then((file) => ({ default: file.LandingPage })),
);

/** The same address greets visitors with the catalog and customers with what is theirs. */
export function FrontPage() {
  return <Suspense>{useUser() ? <HomePage /> : <LandingPage />}</Suspense>;
}
