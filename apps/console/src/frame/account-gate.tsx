import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { useUser } from '../app/session.js';

/** A session may end while a private page is open; one logs in and is back where one was. */
export function AccountGate() {
  const user = useUser();
  const { href } = useLocation();
  return user ? <Outlet /> : <Navigate to="/login" search={{ redirect: href }} replace />;
}
